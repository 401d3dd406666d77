import { UsageError } from "../errors.ts";
import { type ConnectionSettings, defaultPort, type SslMode } from "../postgres/settings.ts";
import { readUrlParameters } from "../postgres/url-parameters.ts";
import { parseUrl } from "../postgres/url.ts";

/**
 * Reads a URL or a libpq `key=value` string. What it doesn't name comes from `base`.
 *
 * @throws UsageError, which never repeats the string: it may hold a password.
 */
export function settingsFromConnectionString(
  text: string,
  base: ConnectionSettings,
): ConnectionSettings {
  if (!/^postgres(?:ql)?:\/\//.test(text)) return settingsFromKeyValues(text, base);
  const settings = parseUrl(text);
  const named = namesIn(text);
  return {
    host: named.host ? settings.host : base.host,
    port: named.port ? settings.port : base.port,
    user: named.user ? settings.user : base.user,
    password: settings.password ?? base.password,
    database: named.database ? settings.database : base.database,
    ssl: named.ssl ? settings.ssl : base.ssl,
    connectTimeout: settings.connectTimeout ?? base.connectTimeout,
    parameters: { ...base.parameters, ...settings.parameters },
  };
}

function settingsFromKeyValues(text: string, base: ConnectionSettings): ConnectionSettings {
  const values = new Map(parseKeyValues(text));
  for (const key of values.keys())
    if (!LIBPQ_OPTIONS.has(key)) throw new UsageError(`invalid connection option "${key}"`);
  checkValues(values);
  const encoding = values.get("client_encoding");
  if (!values.has("sslmode") && values.get("sslrootcert") !== "system")
    values.set("sslmode", base.ssl.mode);
  const given = readUrlParameters([...values]);
  return {
    host: given.host ?? base.host,
    port: given.port === undefined ? base.port : parsePort(given.port),
    user: given.user ?? base.user,
    password: given.password ?? base.password,
    database: given.database ?? base.database,
    connectTimeout: given.connectTimeout ?? base.connectTimeout,
    ssl: { ...base.ssl, ...given.ssl },
    parameters: {
      ...base.parameters,
      ...given.startUp,
      ...(encoding !== undefined && { client_encoding: encoding }),
    },
  };
}

/** @throws UsageError in libpq's words */
function checkValues(values: ReadonlyMap<string, string>): void {
  const port = values.get("port");
  if (port !== undefined) parsePort(port);
  const mode = values.get("sslmode");
  if (mode !== undefined) parseSslMode(mode);
  const timeout = values.get("connect_timeout");
  if (timeout !== undefined && !/^\s*[-+]?\d+\s*$/.test(timeout))
    throw new UsageError(
      `invalid integer value "${timeout}" for connection option "connect_timeout"`,
    );
}

/** @throws UsageError in libpq's words */
export function parseSslMode(text: string): SslMode {
  if (/^(?:disable|allow|prefer|require|verify-ca|verify-full)$/.test(text)) return text as SslMode;
  throw new UsageError(`invalid sslmode value: "${text}"`);
}

/** @throws UsageError in libpq's words */
export function parsePort(text: string): number {
  if (text === "") return defaultPort;
  if (!/^\s*[-+]?\d+\s*$/.test(text))
    throw new UsageError(`invalid integer value "${text}" for connection option "port"`);
  const port = Number(text);
  if (port < 1 || port > 65_535) throw new UsageError(`invalid port number: "${text}"`);
  return port;
}

/** libpq's own; how far each has an effect here is said where a URL's parameters are read. */
const LIBPQ_OPTIONS = new Set(
  `application_name channel_binding client_encoding connect_timeout dbname fallback_application_name
  gssdelegation gssencmode gsslib host hostaddr keepalives keepalives_count keepalives_idle keepalives_interval krbsrvname
  load_balance_hosts options passfile password port replication require_auth requirepeer service
  ssl_max_protocol_version ssl_min_protocol_version sslcert sslcertmode sslcompression sslcrl sslcrldir sslkey
  sslmode sslnegotiation sslpassword sslrootcert sslsni target_session_attrs tcp_user_timeout user`.split(
    /\s+/,
  ),
);

/** What a connection string names itself: it wins over options and the environment. */
export function namesIn(
  text: string,
): Record<"host" | "port" | "user" | "database" | "ssl", boolean> {
  const url = /^postgres(?:ql)?:\/\/(?:([^@/?]*)@)?([^/?]*)\/?([^?]*)\??(.*)$/s.exec(text);
  if (url === null) {
    const keys = new Set(parseKeyValues(text).map(([key]) => key));
    return {
      host: keys.has("host") || keys.has("hostaddr"),
      port: keys.has("port"),
      user: keys.has("user"),
      database: keys.has("dbname"),
      ssl: keys.has("sslmode"),
    };
  }
  const [, login = "", address = "", path = "", query = ""] = url;
  const parameters = new URLSearchParams(query);
  const given = (name: string): boolean => parameters.has(name);
  return {
    host: address.replace(/:\d*$/, "") !== "" || given("host") || given("hostaddr"),
    port: /:\d+$/.test(address) || given("port"),
    user: login.replace(/:.*$/s, "") !== "" || given("user"),
    database: path !== "" || given("dbname"),
    ssl: [...parameters.keys()].some((name) => /^ssl|^channel_binding$/.test(name)),
  };
}

function parseKeyValues(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  const pattern = /\s*([A-Za-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?!')(?:[^\s\\]|\\.)*))\s*/sy;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) {
      const isQuoted = /^\s*\w+\s*=\s*'/.test(text.slice(pattern.lastIndex));
      throw new UsageError(
        isQuoted
          ? "unterminated quoted string in connection info string"
          : "The connection string can't be read; write key=value pairs.",
      );
    }
    pairs.push([found[1] as string, (found[2] ?? found[3] ?? "").replaceAll(/\\(.)/gs, "$1")]);
  }
  return pairs;
}
