import { UsageError } from "../errors.ts";
import { demandIntegers } from "./conninfo/demand-integers.ts";
import { parseConnectionString } from "./conninfo/connection-string.ts";
import { readService } from "./conninfo/service-file.ts";
import { settingsOf } from "./conninfo/settings-of.ts";
import type { Surroundings } from "./conninfo/surroundings.ts";
import { withPassword } from "./look-up.ts";
import { osUser } from "./os-user.ts";
import { defaultPort, type ConnectionSettings, type Server } from "./settings.ts";
import { readUrlParameters, type UrlParameters } from "./url-parameters.ts";

export type { Surroundings } from "./conninfo/surroundings.ts";
export { settingsFromFields } from "./fields.ts";
export { describeDatabase, formatUrl } from "./format-url.ts";

// Without a password in the example: it would be hidden like any other.
const encodeHint =
  "Write postgres://user@host:5432/database, a password as :password behind the user, and percent-encode special characters: @ %40, : %3A, / %2F, ? %3F, # %23, % %25.";

/**
 * Reads a connection URL as libpq does: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS.
 *
 * Differences: no host means `localhost` (libpq: a Unix socket folder chosen when it was built), a database's name has no
 * `@` that isn't percent-encoded, and no variable of the environment has a say but those of `around`. Query parameters
 * are those of `url-parameters.ts`.
 *
 * @param around where a service (`?service=`, PGSERVICEFILE) and a password that the URL doesn't have (PGPASSWORD,
 *   PGPASSFILE, `~/.pgpass`) are looked up; without it neither is.
 * @throws UsageError that never repeats the URL, because it holds a password.
 */
export function parseUrl(url: string, around?: Surroundings): ConnectionSettings {
  const rest = /^postgres(?:ql)?:\/\/(.*)$/su.exec(url.trim())?.[1];
  if (rest === undefined) {
    throw new UsageError("The database URL must begin with postgres:// or postgresql://.", {
      hint: encodeHint,
    });
  }
  const [beforeQuery, query] = splitOnce(rest, "?");
  const given = parseQuery(query ?? "");
  if (given.some(([name]) => name === "service")) return fromService(url.trim(), around);
  const [authority, path] = splitOnce(beforeQuery, "/");
  // More likely the end of a password with / in it than a database's name: messages would show it as one.
  if (path?.includes("@") === true)
    throw new UsageError("The database URL has an @ after the / that begins the database's name.", {
      hint: encodeHint,
    });
  const [userPart, hostPart] = authority.includes("@")
    ? splitOnce(authority, "@")
    : [undefined, authority];
  const [rawUser, rawPassword] = userPart === undefined ? [] : splitOnce(userPart, ":");
  const parameters = readUrlParameters(given);
  const servers = serversIn((hostPart ?? "").split(",").map(parseAddress), parameters);
  const user = parameters.user ?? (decode(rawUser ?? "", "user name") || osUser());
  const settings: ConnectionSettings = {
    ...(servers[0] as Server),
    user,
    password: parameters.password ?? decodeOptional(rawPassword),
    database: parameters.database ?? (decode(path ?? "", "database name") || user),
    ssl: parameters.ssl,
    connectTimeout: parameters.connectTimeout,
    parameters: parameters.startUp,
    ...(servers.length > 1 && { servers }),
    ...(parameters.sessionAttributes && { sessionAttributes: parameters.sessionAttributes }),
    ...(parameters.balances && { balances: true }),
  };
  return around === undefined ? settings : withPassword(settings, around, parameters.passwordFile);
}

/** A URL that names a service is libpq's to the letter: what it leaves out is in the service file. */
function fromService(url: string, around: Surroundings | undefined): ConnectionSettings {
  if (around === undefined)
    throw new UsageError("The database URL names a service, and no service file is read here.");
  const given = parseConnectionString(url);
  const options = new Map([...readService(given, around), ...given]);
  const settings = settingsOf(options, around);
  demandIntegers(settings);
  return withPassword(settings, around, options.get("passfile"));
}

type Address = { host: string; port: string };

/** The servers of a URL; its parameters go before its address. */
function serversIn(
  addresses: readonly Address[],
  { host, address, port }: UrlParameters,
): Server[] {
  const hosts = host?.split(",") ?? addresses.map((each) => each.host);
  const dialled = address?.split(",") ?? [];
  const ports = port?.split(",") ?? addresses.map((each) => each.port);
  const count = dialled.length || hosts.length;
  const names = hosts.length === 1 && hosts[0] === "" ? dialled : hosts;
  if (![0, count].includes(names.length) || ![1, count].includes(ports.length))
    throw new UsageError("The database URL doesn't have as many hosts as addresses or ports.");
  return Array.from({ length: count }, (_, index): Server => {
    const server = {
      host: names[index] || dialled[index] || "localhost",
      port: parsePort(ports[ports.length === 1 ? 0 : index] ?? ""),
    };
    return dialled[index] ? { ...server, address: dialled[index] } : server;
  });
}

function parseAddress(text: string): Address {
  const match = /^(?:\[([^\]]*)\]|([^:@[\]]*))(?::([^:@]*))?$/u.exec(text);
  if (match === null) {
    throw new UsageError("The host part of the database URL can't be read.", { hint: encodeHint });
  }
  return { host: decode(match[1] ?? match[2] ?? "", "host"), port: match[3] ?? "" };
}

/** A port as written in a URL or a configuration; empty means 5432. */
function parsePort(text: string): number {
  if (text === "") return defaultPort;
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw new UsageError("The port in the database URL isn't a number from 1 to 65535.", {
      hint: encodeHint,
    });
  }
  return port;
}

function parseQuery(query: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (const part of query.split("&")) {
    if (part === "") continue;
    const [name, value] = splitOnce(part, "=");
    if (value === undefined) {
      throw new UsageError("A parameter of the database URL has no value; write ?name=value.");
    }
    pairs.push([decode(name, "parameter name"), decode(value, "parameter value")]);
  }
  return pairs;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

function decodeOptional(text: string | undefined): string | undefined {
  return text === undefined || text === "" ? undefined : decode(text, "password");
}

function decode(text: string, what: string): string {
  let decoded: string | undefined;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    // Reported below, without the text that may be a password.
  }
  if (decoded === undefined || decoded.includes("\0")) {
    throw new UsageError(`The ${what} in the database URL isn't percent-encoded correctly.`, {
      hint: encodeHint,
    });
  }
  return decoded;
}
