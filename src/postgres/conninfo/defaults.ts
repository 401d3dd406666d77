import { type Conninfo, variableOf } from "./keywords.ts";
import type { Surroundings } from "./surroundings.ts";
import { readService } from "./service-file.ts";

/**
 * Adds what nobody has given as libpq does: from the service that is named, then from the environment.
 *
 * @throws UsageError in libpq's words, when the service isn't found or its file is wrong.
 */
export function withDefaults(given: Conninfo, around: Surroundings): Conninfo {
  const { env } = around;
  const result: Conninfo = new Map([...readService(given, around), ...given]);
  for (const [keyword, variable] of variableOf) {
    const value = variable === undefined ? undefined : env[variable];
    if (value !== undefined && !result.has(keyword)) result.set(keyword, value);
  }
  if (!result.has("sslmode") && env["PGREQUIRESSL"]?.startsWith("1"))
    result.set("sslmode", "require");
  return result;
}
