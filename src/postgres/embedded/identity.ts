import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** The user that runs the server. */
export interface Identity {
  uid: number;
  gid: number;
}

/**
 * As whom the server runs: undefined means as ourselves. PostgreSQL refuses to run as root, so root hands it to
 * `nobody`, or to `daemon` where there is no such user.
 */
export function serverIdentity(): Identity | undefined {
  return process.getuid?.() === 0 ? rootsServer() : undefined;
}

/** As whom root's servers run. */
export function rootsServer(): Identity {
  const users = readUsers();
  return users.get("nobody") ?? users.get("daemon") ?? { uid: 65_534, gid: 65_534 };
}

/** How a user is called, with the number where there is a name. */
export function userName(uid: number): string {
  const name = [...readUsers()].find(([, identity]) => identity.uid === uid)?.[0];
  return name === undefined ? `user ${uid}` : `${name} (user ${uid})`;
}

function readUsers(): Map<string, Identity> {
  const users = new Map<string, Identity>();
  let text = "";
  try {
    text = readFileSync("/etc/passwd", "utf8");
  } catch {
    // An image without /etc/passwd: the numeric user is all there is.
  }
  for (const line of text.split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name === undefined || uid === undefined || gid === undefined || name.startsWith("#"))
      continue;
    users.set(name, { uid: Number(uid) & 0xff_ff_ff_ff, gid: Number(gid) & 0xff_ff_ff_ff });
  }
  return users;
}

/** Whether that user may enter a folder, by the permission bits of the folder and all above it. */
export function canEnter(folder: string, identity: Identity | undefined): boolean {
  if (identity === undefined) return true;
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
