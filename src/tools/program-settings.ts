import { resolve } from "node:path";
import { connect } from "../postgres/connect.ts";
import { isSocketFolder, type ConnectionSettings, type SslSettings } from "../postgres/settings.ts";

/**
 * The settings as programs of every language understand them, in whatever folder they run: files by their whole path, and
 * `prefer` or `allow` as what they come to on this server. Go's driver refuses those two, node-postgres takes `prefer` for
 * `verify-full`.
 */
export async function settingsForPrograms(
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
): Promise<ConnectionSettings> {
  const ssl = withWholePaths(settings.ssl);
  for (const candidate of candidates(settings.host, ssl)) {
    const settled = { ...settings, ssl: candidate };
    if (await connects(settled, signal)) return settled;
  }
  return { ...settings, ssl };
}

/** What an sslmode that leaves it open may come to, in libpq's order. None where nothing is open. */
function candidates(host: string, ssl: SslSettings): SslSettings[] {
  if (isSocketFolder(host)) return [];
  const { rootCert, ...unchecked } = { ...ssl, mode: "require" as const };
  // With an authority's file `require` would check the certificate, which these two modes don't.
  const encrypted = rootCert === undefined ? [unchecked] : [{ ...unchecked, rootCert }, unchecked];
  const plain: SslSettings = { mode: "disable" };
  switch (ssl.mode) {
    case "prefer":
      return [...encrypted, plain];
    case "allow":
      return [plain, ...encrypted];
    default:
      return [];
  }
}

async function connects(
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const session = await connect(settings, { signal });
    await session.end();
    return true;
  } catch {
    // Why isn't asked: a program that can't connect in any of these ways says so itself.
    signal?.throwIfAborted();
    return false;
  }
}

function withWholePaths({ rootCert, cert, key, crl, ...ssl }: SslSettings): SslSettings {
  const whole = (file: string | undefined) => (file === undefined ? undefined : resolve(file));
  return {
    ...ssl,
    rootCert: rootCert === "system" ? rootCert : whole(rootCert),
    cert: whole(cert),
    key: whole(key),
    crl: whole(crl),
  };
}
