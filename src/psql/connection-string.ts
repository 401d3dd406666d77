import { UsageError } from "../errors.ts";
import type { ConnectionSettings, SslMode } from "../postgres/settings.ts";
import { parseUrl } from "../postgres/url.ts";

/**
 * Reads a URL or a libpq `key=value` string. What it doesn't name comes from `base`; with a URL only if `reuse`.
 * Throws UsageError, which never repeats the string: it may hold a password.
 */
export function settingsFromConnectionString(
  text: string,
  base: ConnectionSettings,
  { reuse }: { reuse: boolean },
): ConnectionSettings {
  if (/^postgres(?:ql)?:\/\//.test(text)) {
    const settings = parseUrl(text);
    return reuse ? { ...base, ...settings } : settings;
  }
  const values = parseKeyValues(text);
  const settings: ConnectionSettings = {
    ...base,
    parameters: { ...base.parameters },
    ssl: { ...base.ssl },
  };
  const parameters: Record<string, string> = { ...base.parameters };
  for (const [key, value] of values) {
    if (key === "host" || key === "hostaddr") settings.host = value;
    else if (key === "port") settings.port = Number(value);
    else if (key === "dbname") settings.database = value;
    else if (key === "user") settings.user = value;
    else if (key === "password") settings.password = value;
    else if (key === "connect_timeout") settings.connectTimeout = Number(value);
    else if (key === "sslmode") settings.ssl.mode = value as SslMode;
    else if (key === "sslrootcert") settings.ssl.rootCert = value;
    else if (key === "sslcert") settings.ssl.cert = value;
    else if (key === "sslkey") settings.ssl.key = value;
    else if (key === "application_name" || key === "options" || key === "client_encoding")
      parameters[key] = value;
    else throw new UsageError(`invalid connection option "${key}"`);
  }
  return { ...settings, parameters };
}

/** Which parts of the server's address, and whether the user, a connection string names itself: they win over options. */
export function namesIn(text: string): { host: boolean; port: boolean; user: boolean } {
  const url = /^postgres(?:ql)?:\/\/(?:([^@/?]*)@)?([^/?]*)[^?]*\??(.*)$/s.exec(text);
  if (url === null) {
    const keys = new Set(parseKeyValues(text).map(([key]) => key));
    return {
      host: keys.has("host") || keys.has("hostaddr"),
      port: keys.has("port"),
      user: keys.has("user"),
    };
  }
  const [, login = "", address = "", query = ""] = url;
  const given = (name: string): boolean => new URLSearchParams(query).has(name);
  return {
    host: address.replace(/:\d*$/, "") !== "" || given("host") || given("hostaddr"),
    port: /:\d+$/.test(address) || given("port"),
    user: login.replace(/:.*$/s, "") !== "" || given("user"),
  };
}

function parseKeyValues(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  const pattern = /\s*([A-Za-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s\\]|\\.)*))\s*/sy;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null)
      throw new UsageError("The connection string can't be read; write key=value pairs.");
    pairs.push([found[1] as string, (found[2] ?? found[3] ?? "").replaceAll(/\\(.)/gs, "$1")]);
  }
  return pairs;
}
