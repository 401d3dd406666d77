import { DatabaseError, ScriptError } from "../errors.ts";
import type { Shadow } from "../postgres/shadow.ts";

/** More roles than this aren't made up: something else is wrong. */
const mostRoles = 50;

/**
 * Tries until no role is missing: one that the migrations refer to and don't create is made on the throw-away server, as whoever
 * set the real one up must have done, and everything begins anew.
 *
 * @param attempt gets the roles that were made so far.
 * @throws what `attempt` throws, but for a role that can be made.
 */
export async function withMissingRoles<T>(
  shadow: Shadow,
  attempt: (roles: readonly string[]) => Promise<T>,
): Promise<T> {
  const roles: string[] = [];
  for (;;) {
    try {
      return await attempt(roles);
    } catch (error) {
      const role = missingRole(error);
      if (role === undefined || roles.includes(role) || roles.length >= mostRoles) throw error;
      roles.push(role);
      await shadow.clear();
      await shadow.createRoles(roles);
    }
  }
}

/** The role that a failed statement lacked. The shadow's messages are in English. */
function missingRole(error: unknown): string | undefined {
  if (!(error instanceof ScriptError || error instanceof DatabaseError)) return undefined;
  if (error.sqlstate !== "42704") return undefined;
  return /role "(.*)" does not exist/s.exec(error.message)?.[1];
}
