import { UsageError } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";

/** Whether a database is on this machine: a Unix socket or a loopback address. Pure. */
export function isLocal({ settings: { host }, origin }: Target): boolean {
  return (
    origin === "embedded" ||
    host.startsWith("/") ||
    /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(host)
  );
}

/**
 * Refuses to destroy what isn't local unless the database's name was passed.
 *
 * @throws UsageError
 */
export function refuseUnlessLocal(
  target: Target,
  command: string,
  confirmed: string | undefined,
): void {
  const { database, host } = target.settings;
  if (isLocal(target) || confirmed === database) return;
  throw new UsageError(
    confirmed === undefined
      ? `${command} may destroy data, and "${database}" is on ${host}, not on this machine`
      : `--confirm ${confirmed} isn't the database's name; it is "${database}"`,
    { hint: `If you mean it: dbfirst ${command} --confirm ${database}` },
  );
}
