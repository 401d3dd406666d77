import { UsageError } from "../../errors.ts";
import {
  isConnectionString,
  parseConnectionString,
} from "../../postgres/conninfo/connection-string.ts";
import type { Conninfo } from "../../postgres/conninfo/keywords.ts";
import type { Surroundings } from "../../postgres/conninfo/surroundings.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { parseUrl } from "../../postgres/url.ts";
import type { CommandLine } from "./command-line.ts";
import { changedConnection, connectionIn } from "../connect/connection-options.ts";
import { parametersFromEnvironment } from "../connect/environment.ts";

/**
 * The connection that the command line names; the rest is as in `base`, or as libpq's environment variables say. What is
 * empty isn't given, as to libpq. A URL of `--url` may be in other clients' manner, as it may for every command.
 *
 * @throws UsageError
 */
export function settingsOfCommandLine(
  line: CommandLine,
  base: ConnectionSettings | undefined,
  around: Surroundings,
): ConnectionSettings {
  const foreign = foreignUrl(line);
  if (foreign !== undefined) return inEnvironment(parseUrl(foreign, around), around);
  const given = optionsOfCommandLine(line);
  if (base === undefined) return connectionIn(given, around);
  const settings = given.size === 0 ? base : changedConnection(base, given, around);
  return inEnvironment(settings, around);
}

/** The URL, where libpq would refuse it. */
function foreignUrl({ url }: CommandLine): string | undefined {
  if (url === undefined) return undefined;
  try {
    parseConnectionString(url);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return url;
    throw error;
  }
}

function inEnvironment(settings: ConnectionSettings, { env }: Surroundings): ConnectionSettings {
  return {
    ...settings,
    parameters: { ...parametersFromEnvironment(env), ...settings.parameters },
  };
}

function optionsOfCommandLine({ database, host, port, user }: CommandLine): Conninfo {
  const given: Conninfo = new Map();
  if (host) given.set("host", host);
  if (port) given.set("port", port);
  if (user) given.set("user", user);
  if (database && isConnectionString(database))
    for (const [keyword, value] of parseConnectionString(database)) given.set(keyword, value);
  else if (database) given.set("dbname", database);
  // It stands behind the string in psql's own list.
  if (given.has("fallback_application_name")) given.set("fallback_application_name", "psql");
  return given;
}
