import { SourceError } from "../errors.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import type { PlannedMigration } from "./plan.ts";

/** What is to be taken back. */
export interface RollbackRequest {
  /** The source's name; undefined: the last one that has something applied. */
  source: string | undefined;
  /** How many migrations; 1 where neither this nor `to` is given. */
  steps: number | undefined;
  /** The name or file of the migration that stays as the last one. */
  to: string | undefined;
}

/** One migration to take back, and what does it. */
export interface Undo {
  migration: Migration;
  by: "script" | "tool";
}

/**
 * Which migrations a rollback takes back, the last one first. Pure.
 *
 * @throws SourceError when nothing is applied, a name is unknown, or a migration has nothing that undoes it.
 */
export function planRollback(
  planned: readonly PlannedMigration[],
  sources: readonly Source[],
  request: RollbackRequest,
): { source: Source; undos: Undo[] } {
  const source = chooseSource(planned, sources, request.source);
  const applied = planned.flatMap((item) =>
    item.source === source.name && item.state === "applied" && item.migration !== undefined
      ? [item.migration]
      : [],
  );
  const chosen =
    source.tool?.kind === "command"
      ? repeated(applied, source, request)
      : lastOf(applied, source, request);
  return { source, undos: chosen.map((migration) => undoOf(migration, source)) };
}

function chooseSource(
  planned: readonly PlannedMigration[],
  sources: readonly Source[],
  name: string | undefined,
): Source {
  const used = new Set(
    planned.flatMap(({ source, state }) => (state === "applied" ? [source] : [])),
  );
  const found = sources.findLast((source) =>
    name === undefined ? used.has(source.name) : source.name === name,
  );
  if (found !== undefined && used.has(found.name)) return found;
  const names = sources.map((source) => source.name).join(", ");
  if (name !== undefined && found === undefined) {
    throw new SourceError("SOURCE_UNKNOWN", `There is no source "${name}"; there are ${names}`);
  }
  throw new SourceError(
    "NOTHING_APPLIED",
    name === undefined
      ? "Nothing is applied, so there is nothing to take back"
      : `Nothing of source "${name}" is applied, so there is nothing to take back`,
  );
}

function lastOf(
  applied: readonly Migration[],
  source: Source,
  { steps, to }: RollbackRequest,
): Migration[] {
  if (to === undefined) return applied.slice(-(steps ?? 1)).toReversed();
  const index = applied.findIndex(({ name, file }) => name === to || file === to);
  if (index < 0) {
    throw new SourceError(
      "MIGRATION_UNKNOWN",
      `${to} isn't an applied migration of source "${source.name}"`,
      {
        hint: "`dbfirst status` lists them. The one that is named stays; those after it are taken back.",
      },
    );
  }
  return applied.slice(index + 1).toReversed();
}

/** A program with records of its own is asked as often as there are steps. */
function repeated(
  applied: readonly Migration[],
  source: Source,
  { steps = 1, to }: RollbackRequest,
): Migration[] {
  if (to === undefined) return Array.from({ length: steps }, () => applied[0]!);
  throw new SourceError(
    "MIGRATION_UNKNOWN",
    `Source "${source.name}" keeps its own records: say how many steps it is to go back, with --steps`,
  );
}

function undoOf(migration: Migration, { name, tool }: Source): Undo {
  if (tool === undefined) {
    if (migration.down !== undefined) return { migration, by: "script" };
    throw new SourceError("NO_WAY_BACK", `${migration.file} has no script that undoes it`, {
      hint: `Write one beside it, named ${downName(migration.file)}. Nothing was taken back.`,
    });
  }
  if (tool.kind === "command" && tool.down === undefined) {
    throw new SourceError("NO_WAY_BACK", `Source "${name}" has no \`down\` command`, {
      hint: "Add it to dbfirst.config.ts, such as `alembic downgrade -1`. Nothing was taken back.",
    });
  }
  return { migration, by: "tool" };
}

function downName(file: string): string {
  return file.endsWith("/migration.sql")
    ? file.replace(/migration\.sql$/, "down.sql")
    : file.replace(/\.sql$/i, ".down.sql");
}
