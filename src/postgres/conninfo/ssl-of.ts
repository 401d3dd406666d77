import type { SslMode, SslSettings } from "../settings.ts";
import type { Conninfo } from "./keywords.ts";

type TlsVersion = "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";

/** How libpq's options want the connection encrypted; the values have been looked at. */
export function sslOf(options: Conninfo): SslSettings {
  const given = (keyword: string): string | undefined => options.get(keyword) || undefined;
  const rootCert = given("sslrootcert");
  const requested = (given("sslmode") ??
    (rootCert === "system" ? "verify-full" : "prefer")) as SslMode;
  // Channel binding proves who the server is. Our drivers can't bind, so we demand the same proof from its certificate.
  const mode = given("channel_binding") === "require" ? "verify-full" : requested;
  const [cert, key, crl] = [given("sslcert"), given("sslkey"), given("sslcrl")];
  const passphrase = given("sslpassword");
  const minVersion = tlsVersion(given("ssl_min_protocol_version"));
  const maxVersion = tlsVersion(given("ssl_max_protocol_version"));
  const node = {
    ...(passphrase !== undefined && { passphrase }),
    ...(minVersion !== undefined && { minVersion }),
    ...(maxVersion !== undefined && { maxVersion }),
  };
  return {
    mode,
    ...(rootCert !== undefined && { rootCert }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(crl !== undefined && { crl }),
    ...(Object.keys(node).length > 0 && { node }),
  };
}

function tlsVersion(text: string | undefined): TlsVersion | undefined {
  return text?.replace(/^tlsv/iu, "TLSv") as TlsVersion | undefined;
}
