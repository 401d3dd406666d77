import { UsageError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import {
  namesIn,
  parsePort,
  parseSslMode,
  settingsFromConnectionString,
} from "./connection-string.ts";
import { defaultDatabase, type Environment, settingsFromEnvironment } from "./environment.ts";

/** As `settingsFromConnectionString`; what the string doesn't name is as libpq's environment variables and defaults say. */
export function settingsInEnvironment(text: string, env: Environment): ConnectionSettings {
  const named = namesIn(text);
  const settings = settingsFromConnectionString(text, settingsFromEnvironment(env));
  demandEnvironmentWorks(env, named);
  return named.database ? settings : { ...settings, database: defaultDatabase(env, settings.user) };
}

/**
 * Makes sure that libpq would connect to the same server as `settingsFromEnvironment` says, as far as the variables decide:
 * `named` is what is named elsewhere.
 *
 * @throws UsageError, in libpq's words where it has any.
 */
export function demandEnvironmentWorks(
  env: Environment,
  named: Record<"host" | "port" | "database" | "ssl", boolean>,
): void {
  if (env["PGSERVICE"] && !(named.host && named.database))
    throw new UsageError(
      "PGSERVICE names the database, and service files aren't read; name it by a URL, or by -h, -p, -U and -d.",
    );
  if (!named.host && env["PGHOST"] && env["PGHOSTADDR"])
    throw new UsageError("PGHOST and PGHOSTADDR both name the server; keep one of them.");
  if (!named.host && env["PGHOST"]?.includes(",") === true)
    throw new UsageError("PGHOST names several hosts; dbfirst works on one server.");
  if (!named.port && env["PGPORT"]) parsePort(env["PGPORT"]);
  if (!named.ssl && env["PGSSLMODE"]) parseSslMode(env["PGSSLMODE"]);
}
