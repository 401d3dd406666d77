import type { ConnectionSettings } from "../postgres/settings.ts";
import type { CommandLine } from "./command-line.ts";
import { namesIn, parsePort, settingsFromConnectionString } from "./connection-string.ts";
import { defaultDatabase, type Environment, settingsFromEnvironment } from "./environment.ts";
import { demandEnvironmentWorks } from "./in-environment.ts";

/**
 * The connection that the command line names; the rest is as in `base`, or as libpq's environment variables say. What is
 * empty isn't given, as to libpq.
 *
 * @throws UsageError
 */
export function settingsOf(
  { database, host, port, user }: CommandLine,
  base: ConnectionSettings | undefined,
  env: Environment,
): ConnectionSettings {
  let settings: ConnectionSettings = { ...(base ?? settingsFromEnvironment(env)) };
  let named = { host: false, port: false, user: false, database: false, ssl: false };
  if (database && /^postgres(?:ql)?:\/\/|=/.test(database)) {
    settings = settingsFromConnectionString(database, settings);
    named = namesIn(database);
  } else if (database) {
    settings.database = database;
    named.database = true;
  }
  if (host && !named.host) [settings.host, named.host] = [host, true];
  if (port && !named.port) [settings.port, named.port] = [parsePort(port), true];
  if (user && !named.user) settings.user = user;
  if (base !== undefined) return settings;
  demandEnvironmentWorks(env, named);
  return named.database ? settings : { ...settings, database: defaultDatabase(env, settings.user) };
}
