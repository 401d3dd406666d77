import { SourceError } from "../errors.ts";
import type { Migration } from "../sources/migration.ts";
import { commitsWith } from "./commits-with.ts";
import type { PlannedMigration } from "./plan.ts";

/** A pending migration, with its file. */
export type Runnable = PlannedMigration & { migration: Migration };

/**
 * The pending ones that are to be applied. Pure.
 *
 * @param only paths of files; undefined: all.
 */
export function chooseRunnable(
  planned: readonly PlannedMigration[],
  only: readonly string[] | undefined,
): Runnable[] {
  const runnable = planned.filter(
    (item): item is Runnable => item.state === "pending" && item.migration !== undefined,
  );
  return runnable.filter(({ migration }) => only?.includes(migration.file) ?? true);
}

const remedies = {
  changed: {
    code: "MIGRATION_CHANGED",
    says: "was changed after it was applied",
    hint: () =>
      "Put the file back as it was (git) and write the change as a new migration. On a database that may be thrown away, `dbfirst reset` makes it anew.",
  },
  missing: {
    code: "MIGRATION_MISSING",
    says: "was applied, but its file is gone",
    hint: (name: string) =>
      `Put it back: ${commitsWith(name)} tells which commits have it. Is it another branch's? With the file there, \`dbfirst rollback\` takes it back; a database that may be thrown away is made anew by \`dbfirst reset --all\`. Where other files replaced it: \`dbfirst baseline --forget-missing\`.`,
  },
  interrupted: {
    code: "MIGRATION_INTERRUPTED",
    says: "was started outside a transaction and didn't finish",
    hint: () =>
      "See what it did. Complete it by hand and record it with `dbfirst baseline FILE`, or undo it by hand and run it again with `dbfirst apply --retry`.",
  },
} as const;

/** What to do about migrations that differ from what was applied, by their states. Pure. */
export function remediesOf(
  planned: readonly PlannedMigration[],
): { state: PlannedMigration["state"]; hint: string }[] {
  return (["interrupted", "changed", "missing"] as const).flatMap((state) => {
    const first = planned.find((item) => item.state === state);
    return first === undefined ? [] : [{ state, hint: remedies[state].hint(first.name) }];
  });
}

const giveBackName =
  "An applied migration keeps its name, by which its record is found: give it its old name back.";

/** What keeps anything from being applied: migrations that differ from what was applied, one error for each way. Pure. */
export function conflictsIn(planned: readonly PlannedMigration[]): SourceError[] {
  return (["interrupted", "changed", "missing"] as const).flatMap((state) => {
    const found = planned.filter((item) => item.state === state);
    if (found.length === 0) return [];
    const { code, says, hint } = remedies[state];
    const lines = found.map(({ migration, source, name, renamedTo }) => {
      const renamed = renamedTo === undefined ? "" : `; ${renamedTo} holds what it held`;
      const included = state === "changed" ? amongWhich(migration) : "";
      return `${migration?.file ?? `${source}/${name}`} ${says}${included}${renamed}`;
    });
    const areRenamed = found.every(({ renamedTo }) => renamedTo !== undefined);
    const remedy = areRenamed ? giveBackName : hint(found[0]!.name);
    return [
      new SourceError(code, lines.join("\n"), { hint: `${remedy} Nothing was applied now.` }),
    ];
  });
}

/** The record has one checksum for a file and for what it includes. */
function amongWhich({ includes = [] }: Partial<Migration> = {}): string {
  if (includes.length === 0) return "";
  return `, itself or what it includes: ${includes.map(({ file }) => file).join(", ")}`;
}
