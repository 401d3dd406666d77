import { createHash } from "node:crypto";
import { ledgerChecksum } from "../apply/checksum.ts";
import { snapshotFormat } from "../catalog/snapshot.ts";
import type { Project } from "../config/load.ts";
import type { Source } from "../sources/source.ts";

/**
 * Do the migrations say all that they do? Not where other programs run them, or where a script reads what isn't in it: the
 * environment, other files, what a program prints.
 */
export function isSelfContained(sources: readonly Source[]): boolean {
  return sources.every(
    ({ tool, migrations }) =>
      tool === undefined && migrations.every(({ text }) => !readsElsewhere.test(text)),
  );
}

/** `\getenv`, `\i`, `\copy`, `\set x `…``. */
const readsElsewhere = /\\(?:getenv|setenv|i|copy|cd|lo_import|!)|\\set\s[^\n]*`/;

/**
 * What the facts of a replay follow from: every file of every source in its order, how they are run, and what of the result is
 * looked at. Undefined where that isn't all. docs/formats.md specifies it.
 *
 * @returns SHA-256 in lower-case hex.
 */
export function hashOfReplay(project: Project, sources: readonly Source[]): string | undefined {
  if (!isSelfContained(sources)) return undefined;
  const files = sources.flatMap(({ name, migrations }) =>
    migrations.map((migration) => [name, migration.name, ledgerChecksum(migration)]),
  );
  // A first sync makes the folder of a source that has nothing in it yet.
  const filled = project.sources.filter(({ name }) => files.some(([source]) => source === name));
  const how = [filled, project.scripts.executor, project.drizzleMigrationsTable];
  const what = [project.schemas ?? null, project.ignore];
  return createHash("sha256")
    .update(JSON.stringify([snapshotFormat, files, how, what]))
    .digest("hex");
}
