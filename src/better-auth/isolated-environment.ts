import { formatUrl } from "../postgres/format-url.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";

const postgresUrl = /^postgres(?:ql)?:\/\//i;
/** What PostgreSQL drivers take settings from on their own. */
const driverVariable =
  /^PG(?:HOST|HOSTADDR|PORT|USER|PASSWORD|PASSFILE|DATABASE|OPTIONS|SERVICE|SSL\w*)$/;

/**
 * The command's environment, with the throw-away database wherever a database is named. `NODE_TLS_REJECT_UNAUTHORIZED`
 * isn't passed on.
 */
export function isolatedEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  settings: ConnectionSettings,
): Record<string, string> {
  const url = formatUrl(settings);
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || driverVariable.test(name)) continue;
    if (name === "NODE_TLS_REJECT_UNAUTHORIZED") continue;
    kept[name] = postgresUrl.test(value) ? url : value;
  }
  return { ...kept, DATABASE_URL: url, BETTER_AUTH_TELEMETRY: "0", NO_COLOR: "1" };
}
