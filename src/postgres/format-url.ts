import { defaultPort, usesSocket, type ConnectionSettings } from "./settings.ts";

/**
 * The settings as a connection URL **with the password**: for the environment of child processes and for
 * `.dbfirst/url`, never for output.
 *
 * @param client who will read it. `libpq` (psql, pg_dump, postgres.js) by default; node-postgres reads
 *   `sslmode=require` as "verify everything" unless told to follow libpq.
 */
export function formatUrl(
  settings: ConnectionSettings,
  client: "libpq" | "node-postgres" = "libpq",
): string {
  const socket = usesSocket(settings);
  const query = new Map<string, string>();
  // Some clients can't parse a URL without a host, so a socket's folder overrides a host that isn't used.
  if (socket) query.set("host", settings.host);
  const { ssl } = settings;
  if (!socket && ssl.mode !== "prefer") {
    query.set("sslmode", ssl.mode);
    if (client === "node-postgres" && ["require", "verify-ca"].includes(ssl.mode)) {
      query.set("uselibpqcompat", "true");
    }
  }
  if (ssl.rootCert !== undefined) query.set("sslrootcert", ssl.rootCert);
  if (ssl.cert !== undefined) query.set("sslcert", ssl.cert);
  if (ssl.key !== undefined) query.set("sslkey", ssl.key);
  if (settings.connectTimeout !== undefined) {
    query.set("connect_timeout", String(settings.connectTimeout));
  }
  for (const [name, value] of Object.entries(settings.parameters)) query.set(name, value);

  const password =
    settings.password === undefined ? "" : `:${encodeURIComponent(settings.password)}`;
  const parameters = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return [
    `postgres://${encodeURIComponent(settings.user)}${password}@`,
    socket ? "localhost" : formatHost(hostForOthers(settings)),
    `:${settings.port}/${encodeURIComponent(settings.database)}`,
    parameters.length === 0 ? "" : `?${parameters.join("&")}`,
  ].join("");
}

/** Other clients have no hostaddr: they get the address, unless the certificate is for the name. */
export function hostForOthers({
  host,
  address,
  ssl,
}: Pick<ConnectionSettings, "host" | "address" | "ssl">): string {
  return ssl.mode === "verify-full" ? host : (address ?? host);
}

/** Names a database for people, without the password: `app on localhost:5432 as alice`. */
export function describeDatabase(settings: ConnectionSettings): string {
  const place = usesSocket(settings)
    ? settings.port === defaultPort
      ? settings.host
      : `${settings.host} (port ${settings.port})`
    : `${formatHost(settings.host)}:${settings.port}`;
  return printable(`${settings.database} on ${place} as ${settings.user}`);
}

function formatHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Names can hold anything; escape what could steer a terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/gu, "?");
}
