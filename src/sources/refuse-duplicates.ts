import { SourceError } from "../errors.ts";
import type { Migration } from "./migration.ts";
import type { Source } from "./source.ts";

/**
 * Refuses migrations that records couldn't tell apart, and files that would be run twice. Pure.
 *
 * @throws SourceError MIGRATION_DUPLICATE naming both.
 */
export function refuseDuplicates(sources: readonly Source[]): void {
  for (const { name, migrations } of sources) refuseSameName(name, migrations);
  refuseSameFile(sources);
}

/** `1_a.ts` beside `1_a.sql` of node-pg-migrate's, a tag that Drizzle's journal has twice. */
function refuseSameName(source: string, migrations: readonly Migration[]): void {
  const known = new Map<string, Migration>();
  for (const migration of migrations) {
    const other = known.get(migration.name);
    known.set(migration.name, migration);
    if (other === undefined) continue;
    const both =
      other.file === migration.file
        ? `${migration.file} is listed twice`
        : `${other.file} and ${migration.file} have the same name`;
    throw new SourceError("MIGRATION_DUPLICATE", `${both} (source "${source}")`, {
      hint: `A migration is recorded by its name, here ${migration.name}. Give one of them another, or remove it; one that is applied keeps its name. A merge may have brought both. Nothing was run.`,
    });
  }
}

/** A program with records of its own may share its folder with others: what it runs there only it knows. */
function refuseSameFile(sources: readonly Source[]): void {
  const known = new Map<string, string>();
  for (const { name, migrations, tool } of sources) {
    if (tool?.isOpaque) continue;
    for (const { file } of migrations) {
      const other = known.get(file);
      known.set(file, name);
      if (other === undefined) continue;
      throw new SourceError(
        "MIGRATION_DUPLICATE",
        `${file} belongs to two sources, "${other}" and "${name}", and would run twice`,
        {
          hint: "Give each source a folder of its own in dbfirst.config.ts, or take one of the two out. Nothing was run.",
        },
      );
    }
  }
}
