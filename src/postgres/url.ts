import { UsageError } from "../errors.ts";
import { osUser } from "./os-user.ts";
import { defaultPort, type ConnectionSettings } from "./settings.ts";
import { readUrlParameters } from "./url-parameters.ts";

export { settingsFromFields } from "./fields.ts";
export { describeDatabase, formatUrl } from "./format-url.ts";

const encodeHint =
  "Write postgres://user:password@host:5432/database and percent-encode special characters: @ %40, : %3A, / %2F, ? %3F, # %23, % %25.";

/**
 * Reads a connection URL as libpq does: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS.
 *
 * Differences: no host means `localhost` (libpq: a Unix socket folder chosen when it was built); lists of hosts are
 * refused; the environment isn't read. Query parameters are those of `url-parameters.ts`.
 *
 * @throws UsageError that never repeats the URL, because it holds a password.
 */
export function parseUrl(url: string): ConnectionSettings {
  const rest = /^postgres(?:ql)?:\/\/(.*)$/su.exec(url.trim())?.[1];
  if (rest === undefined) {
    throw new UsageError("The database URL must begin with postgres:// or postgresql://.", {
      hint: encodeHint,
    });
  }
  const [beforeQuery, query] = splitOnce(rest, "?");
  const [authority, path] = splitOnce(beforeQuery, "/");
  const [userPart, hostPart] = authority.includes("@")
    ? splitOnce(authority, "@")
    : [undefined, authority];
  const [rawUser, rawPassword] = userPart === undefined ? [] : splitOnce(userPart, ":");
  const address = parseAddress(hostPart ?? "");
  const parameters = readUrlParameters(parseQuery(query ?? ""));

  const user = parameters.user ?? (decode(rawUser ?? "", "user name") || osUser());
  return {
    host: parameters.host ?? (address.host || "localhost"),
    port: parsePort(parameters.port ?? address.port),
    user,
    password: parameters.password ?? decodeOptional(rawPassword),
    database: parameters.database ?? (decode(path ?? "", "database name") || user),
    ssl: parameters.ssl,
    connectTimeout: parameters.connectTimeout,
    parameters: parameters.startUp,
  };
}

function parseAddress(text: string): { host: string; port: string } {
  if (text.includes(",")) {
    throw new UsageError("The database URL names several hosts; dbfirst works on one server.", {
      hint: "Keep the one to work on, usually the primary.",
    });
  }
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
