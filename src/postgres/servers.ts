import { DatabaseError } from "../errors.ts";
import type { ConnectionSettings, SessionAttributes } from "./settings.ts";

/** What a session says of its server. */
export interface ServerState {
  /** Whether transactions can't write unless they say so. */
  isReadOnly: boolean;
  isStandby: boolean;
}

/** The servers of a connection, one at a time, in the order in which they are to be tried. */
export function serversOf(settings: ConnectionSettings): ConnectionSettings[] {
  const { servers = [] } = settings;
  if (servers.length === 0) return [settings];
  const each = servers.map((server) => ({
    ...settings,
    address: undefined,
    passwordFile: undefined,
    ...server,
    servers: undefined,
    password: server.password ?? (settings.passwordFile ? undefined : settings.password),
  }));
  return settings.balances === true ? shuffled(each) : each;
}

/**
 * What the sessions have to be like in each round through the servers: a standby that is only preferred isn't asked for
 * in a second one.
 */
export function roundsOf({
  sessionAttributes,
}: ConnectionSettings): (SessionAttributes | undefined)[] {
  return sessionAttributes === "prefer-standby" ? ["standby", undefined] : [sessionAttributes];
}

/** Why a session won't do, in libpq's words; undefined: it will. */
export function unsuitable(
  wanted: SessionAttributes | undefined,
  { isReadOnly, isStandby }: ServerState,
): string | undefined {
  switch (wanted) {
    case "read-write":
      return isReadOnly || isStandby ? "session is read-only" : undefined;
    case "read-only":
      return isReadOnly || isStandby ? undefined : "session is not read-only";
    case "primary":
      return isStandby ? "server is in hot standby mode" : undefined;
    case "standby":
      return isStandby ? undefined : "server is not in hot standby mode";
    default:
      return undefined;
  }
}

/** Failures after which libpq goes on to the next server; one that refuses the password or the database ends it. */
export const unreachable: ReadonlySet<string> = new Set([
  "CONNECTION_LOST",
  "DATABASE_REFUSED",
  "DATABASE_STARTING",
  "DATABASE_STOPPING",
  "DATABASE_TIMEOUT",
  "HOST_UNKNOWN",
  "SERVER_UNSUITABLE",
]);

/**
 * Tries the servers one after the other until `attempt` succeeds with one.
 *
 * @throws what `attempt` threw, of several servers the last; what isn't about reaching the server at once.
 */
export async function withFirstServer<T>(
  settings: ConnectionSettings,
  attempt: (server: ConnectionSettings) => Promise<T>,
): Promise<T> {
  const servers = serversOf(settings);
  let last: unknown;
  for (const sessionAttributes of roundsOf(settings)) {
    for (const server of servers) {
      try {
        return await attempt({ ...server, sessionAttributes });
      } catch (error) {
        if (!(error instanceof DatabaseError) || !unreachable.has(error.code)) throw error;
        last = error;
      }
    }
  }
  throw last;
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
