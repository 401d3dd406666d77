import { resolve } from "node:path";
import { SourceError } from "../errors.ts";
import type { Migration } from "../sources/migration.ts";
import { checksumOf } from "../file-checksum.ts";
import { toBytes } from "../psql/text/bytes.ts";
import { readIncluded } from "./script-policy.ts";

/**
 * Makes sure that the files which a migration includes are still those that the ledger will say were run: a checkout, or an
 * editor, may have written them since. They are read when the script comes to them, and its own file was read at the start.
 *
 * @param stays what the script did stays, as each of its statements was a transaction of its own.
 * @throws SourceError INCLUDE_CHANGED.
 */
export function verifyIncludes(
  { file: script, includes = [] }: Migration,
  projectDirectory: string,
  { stays }: { stays: boolean },
): void {
  const read = readIncluded(projectDirectory);
  const changed = includes.find(({ file, checksum }) => {
    // Of one that isn't there the script may be the writer.
    if (checksum === undefined) return false;
    const text = read(toBytes(resolve(projectDirectory, file)));
    return text === undefined || checksum !== checksumOf(Buffer.from(text, "latin1"));
  });
  if (changed === undefined) return;
  const rest = stays
    ? `What ${script} did stays, since each of its statements was a transaction of its own, and the ledger says that it isn't complete`
    : `Nothing of ${script} stays`;
  throw new SourceError(
    "INCLUDE_CHANGED",
    `${changed.file}, which ${script} includes, was changed since this run began`,
    { hint: `Run it again when nobody writes to the project's files. ${rest}.` },
  );
}
