import { UsageError } from "../../errors.ts";
import { osUser } from "../os-user.ts";
import {
  defaultPort,
  type ConnectionSettings,
  type Server,
  type SessionAttributes,
  usesSocket,
} from "../settings.ts";
import { demandKnownValues } from "./demand-values.ts";
import type { Conninfo } from "./keywords.ts";
import { localeEncoding } from "./locale-encoding.ts";
import { parseInteger } from "./parse-integer.ts";
import { passwordFile, passwordFromFile } from "./password-file.ts";
import { defaultHost } from "./socket-folder.ts";
import type { Surroundings } from "./surroundings.ts";
import { sslOf } from "./ssl-of.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The connection that libpq's options mean, with libpq's defaults for what is missing. Several servers, and what each
 * has for a password in the password file, are in `servers`.
 *
 * @throws UsageError in libpq's words
 */
export function settingsOf(options: Conninfo, around: Surroundings): ConnectionSettings {
  const { env } = around;
  const user = options.get("user") || osUser();
  const database = options.get("dbname") || user;
  const password = options.get("password") || undefined;
  const places = placesOf(options);
  const file = password === undefined ? passwordFile(options.get("passfile"), env) : undefined;
  const found = places.map(({ host, port }) =>
    file === undefined
      ? undefined
      : passwordFromFile(file, { host, port: port || String(defaultPort), database, user }, around),
  );
  demandKnownValues(options);
  const servers = places.map(({ port, ...place }, index): Server => {
    const server = { ...place, port: portOf(port) };
    const secret = found[index];
    return secret === undefined ? server : { ...server, password: secret, passwordFile: file };
  });
  if (options.get("requirepeer") && servers.some(usesSocket))
    throw new UsageError("requirepeer parameter is not supported on this platform");
  return {
    password,
    ...(servers[0] as Server),
    user,
    database,
    ssl: sslOf(options),
    connectTimeout: timeoutOf(options.get("connect_timeout")),
    parameters: parametersOf(options, env),
    ...(servers.length > 1 && { servers }),
    ...attributesOf(options),
    conninfo: new Map([...options, ["user", user], ["dbname", database]]),
  };
}

interface Place {
  host: string;
  address?: string;
  port: string;
}

/** @throws UsageError when there aren't as many of one thing as of the other */
function placesOf(options: Conninfo): Place[] {
  const addresses = listOf(options.get("hostaddr"));
  const names = listOf(options.get("host"));
  const count = addresses?.length ?? names?.length ?? 1;
  if (names !== undefined && names.length !== count)
    throw new UsageError(`could not match ${names.length} host names to ${count} hostaddr values`);
  const ports = listOf(options.get("port")) ?? [""];
  if (ports.length !== 1 && ports.length !== count)
    throw new UsageError(`could not match ${ports.length} port numbers to ${count} hosts`);
  return Array.from({ length: count }, (_, index) => {
    const address = addresses?.[index] || undefined;
    const host = names?.[index] || address || defaultHost();
    const port = (ports.length === 1 ? ports[0] : ports[index]) ?? "";
    return { host, port, ...(address !== undefined && { address }) };
  });
}

function listOf(text: string | undefined): string[] | undefined {
  return text === undefined || text === "" ? undefined : text.split(",");
}

function portOf(text: string): number {
  if (text === "") return defaultPort;
  const port = parseInteger("port", text);
  if (port < 1 || port > 65_535) throw new UsageError(`invalid port number: "${text}"`);
  return port;
}

/** libpq's rule: none below two seconds, and none at all for 0 or less. What is no number is found when connecting. */
function timeoutOf(text: string | undefined): number | undefined {
  const seconds = Number(text);
  if (text === undefined || !Number.isInteger(seconds)) return undefined;
  return seconds > 0 ? Math.max(2, seconds) : 0;
}

/** What is sent when the session starts. */
function parametersOf(options: Conninfo, env: Environment): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of ["replication", "options", "client_encoding"]) {
    const value = options.get(name);
    if (value) result[name] = value;
  }
  if (result["client_encoding"] === "auto") result["client_encoding"] = localeEncoding(env);
  const name = options.get("application_name") ?? options.get("fallback_application_name");
  if (name !== undefined) result["application_name"] = name;
  return result;
}

function attributesOf(
  options: Conninfo,
): Pick<ConnectionSettings, "sessionAttributes" | "balances" | "authentication"> {
  const attributes = options.get("target_session_attrs") as SessionAttributes | "any" | undefined;
  const authentication = options.get("require_auth");
  return {
    ...(attributes && attributes !== "any" && { sessionAttributes: attributes }),
    ...(options.get("load_balance_hosts") === "random" && { balances: true }),
    ...(authentication && { authentication }),
  };
}
