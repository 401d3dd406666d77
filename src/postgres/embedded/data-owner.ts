import { chownSync, lchownSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseError } from "../../errors.ts";
import { rootsServer, serverIdentity, userName, type Identity } from "./identity.ts";

/**
 * Sees to it that a data directory belongs to the user that runs the server. What root copied with its project, or put into an
 * image, is root's, who can't run a server: that is handed on. Data of any other user stays theirs.
 *
 * @throws DatabaseError EMBEDDED_FAILED when it is another user's.
 */
export function settleOwner(dataDir: string): void {
  const identity = serverIdentity();
  const runner = identity?.uid ?? process.getuid?.();
  // Windows' files have no such owner.
  if (runner === undefined) return;
  const owner = statSync(dataDir).uid;
  if (owner === runner) return;
  if (identity !== undefined && owner === 0) return handOver(dataDir, identity);
  const maker = owner === rootsServer().uid ? "root, whose servers run so" : userName(owner);
  throw new DatabaseError(
    "EMBEDDED_FAILED",
    `The embedded PostgreSQL's data in ${dataDir} belongs to ${userName(owner)}, and the server would run as ${userName(runner)}.`,
    {
      hint: `Run dbfirst as ${maker}, or name a database with --url or DATABASE_URL. To begin anew, remove that folder, with all that is in that database.`,
    },
  );
}

function handOver(path: string, owner: Identity): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) handOver(inner, owner);
    // A tablespace is a link to a folder elsewhere, which nobody has copied.
    else lchownSync(inner, owner.uid, owner.gid);
  }
  chownSync(path, owner.uid, owner.gid);
}
