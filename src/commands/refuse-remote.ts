import { UsageError } from "../errors.ts";
import { isSocketFolder, type Target } from "../postgres/settings.ts";

/** Whether a database is on this machine, whichever of its servers answers: Unix sockets or loopback addresses. Pure. */
export function isLocal(target: Target): boolean {
  return target.origin === "embedded" || remoteServer(target) === undefined;
}

/** The first of a database's servers that isn't on this machine, as it is dialled: libpq's hostaddr goes before the host. */
export function remoteServer({ settings }: Target): string | undefined {
  return (settings.servers ?? [settings])
    .map(({ address, host }) => address ?? host)
    .find((place) => !isSocketFolder(place) && !loopback.test(place));
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i;

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
  const { database } = target.settings;
  if (isLocal(target) || confirmed === database) return;
  throw new UsageError(
    confirmed === undefined
      ? `${command} may destroy data, and "${database}" is on ${remoteServer(target)}, not on this machine`
      : `--confirm ${confirmed} isn't the database's name; it is "${database}"`,
    { hint: `If you mean it: dbfirst ${command} --confirm ${database}` },
  );
}
