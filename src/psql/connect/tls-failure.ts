import { isIP } from "node:net";
import type { PeerCertificate } from "node:tls";
import type { DbfirstError } from "../../errors.ts";

/**
 * What libpq says of encryption that failed.
 *
 * @param cause Node's own error, or what says it in libpq's words already
 * @returns undefined for other failures.
 */
export function tlsFailure(
  { code }: DbfirstError,
  cause: NodeJS.ErrnoException,
  host: string,
): string | undefined {
  switch (code) {
    case "TLS_REFUSED":
      return "server does not support SSL, but SSL was required";
    case "TLS_FILE_UNREADABLE":
    case "TLS_KEY_MISMATCH":
    case "TLS_NO_ROOT_CERTIFICATE":
      return cause.message;
    case "TLS_SELF_SIGNED":
    case "TLS_UNTRUSTED":
    case "TLS_EXPIRED":
      return "SSL error: certificate verify failed";
    case "TLS_WRONG_HOST":
      return otherName((cause as { cert?: PeerCertificate }).cert, host);
    default:
      // OpenSSL's own words, such as an alert of the server's.
      if (cause.code?.startsWith("ERR_SSL_") === true && "reason" in cause)
        return `SSL error: ${String(cause.reason)}`;
      return cause.code === "CERT_REVOKED" ? "SSL error: certificate verify failed" : undefined;
  }
}

/** Names the first of those that the certificate is for; its common name counts where no other is of the host's kind. */
function otherName(certificate: PeerCertificate | undefined, host: string): string | undefined {
  if (certificate === undefined) return undefined;
  const { subject, subjectaltname = "" } = certificate;
  const names = [...subjectaltname.matchAll(/(?<kind>DNS|IP Address):(?<name>[^,]+)/gu)];
  const kind = isIP(host) === 0 ? "DNS" : "IP Address";
  const examined = names.map(({ groups }) => groups?.["name"] ?? "");
  if (!names.some(({ groups }) => groups?.["kind"] === kind)) examined.push(subject.CN as string);
  const others = examined.length - 1;
  const more = others === 0 ? "" : ` (and ${others} other ${others === 1 ? "name" : "names"})`;
  return `server certificate for "${examined[0]}"${more} does not match host name "${host}"`;
}
