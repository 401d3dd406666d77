import { userInfo } from "node:os";

/** The user's folder as libpq finds it: HOME, else the one in the system's list of users. */
export function homeFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env["HOME"]) return env["HOME"];
  try {
    return userInfo().homedir;
  } catch {
    // A numeric uid without an entry in /etc/passwd, as containers have.
    return undefined;
  }
}
