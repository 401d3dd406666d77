import { withPassword } from "../postgres/look-up.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Surroundings } from "../postgres/url.ts";
import { readUrl } from "./choose-target.ts";

/** The variable that names a server for throw-away databases. */
export const shadowVariable = "DBFIRST_SHADOW_URL";

/**
 * On which server throw-away databases are made: `--shadow-url`, else DBFIRST_SHADOW_URL, else what dbfirst.config.ts says.
 * Undefined: one is started.
 *
 * @throws UsageError that says where a URL stands which can't be understood.
 */
export function chooseShadow(
  option: string | undefined,
  configured: ConnectionSettings | undefined,
  around: Surroundings,
): ConnectionSettings | undefined {
  if (option !== undefined) return readUrl(option, "--shadow-url", around);
  const variable = around.env?.[shadowVariable];
  if (variable) return readUrl(variable, shadowVariable, around);
  return configured && withPassword(configured, around);
}
