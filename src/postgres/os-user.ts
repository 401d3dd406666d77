import { userInfo } from "node:os";

/** The name libpq would connect as when none is given. */
export function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A numeric uid without an entry in /etc/passwd, as containers have.
    return "postgres";
  }
}
