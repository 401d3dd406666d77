import { SourceError } from "../errors.ts";
import { shellWord } from "../shell-word.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import { commitsWith } from "./commits-with.ts";
import type { PlannedMigration } from "./plan.ts";

/** What is to be taken back. */
export interface RollbackRequest {
  /** The source's name; undefined: what was applied last, of whichever source. */
  source: string | undefined;
  /** How many migrations; 1 where neither this nor `to` is given. */
  steps: number | undefined;
  /** The name or file of the migration that stays as the last one. */
  to: string | undefined;
  /** Plan the way back also where there is a down script. */
  plan: boolean;
}

/** One migration to take back, and what does it. */
export interface Undo {
  source: Source;
  migration: Migration;
  by: "script" | "tool" | "plan";
}

/**
 * Which migrations a rollback takes back, the last one first. Pure.
 *
 * @param applied what the database has, in the order in which it got it.
 * @throws SourceError when nothing is applied, a name is unknown, or a migration has nothing that undoes it.
 */
export function planRollback(
  applied: readonly PlannedMigration[],
  sources: readonly Source[],
  request: RollbackRequest,
): Undo[] {
  // What such a program has applied isn't known here, also where it was taken back in part.
  const named = sources.find(({ name }) => name === request.source);
  if (named?.tool?.isOpaque) return repeated(named, request);
  const scope = inScope(applied, sources, request.source);
  const last = sourceOf(scope.at(-1)!, sources);
  if (last?.tool?.isOpaque) return repeated(last, request);
  const chosen = lastOf(scope, request).map((item) => undoOf(item, sources, request));
  refuseMixture(chosen, request);
  if (chosen.some(({ by }) => by !== "plan")) refuseDependents(chosen, applied, sources);
  return chosen;
}

function inScope(
  applied: readonly PlannedMigration[],
  sources: readonly Source[],
  name: string | undefined,
): readonly PlannedMigration[] {
  if (name !== undefined && !sources.some((source) => source.name === name)) {
    const names = sources.map((source) => source.name).join(", ");
    throw new SourceError("SOURCE_UNKNOWN", `There is no source "${name}"; there are ${names}`);
  }
  const scope = applied.filter(({ source }) => name === undefined || source === name);
  if (scope.length > 0) return scope;
  const what = name === undefined ? "Nothing is applied" : `Nothing of source "${name}" is applied`;
  throw new SourceError("NOTHING_APPLIED", `${what}, so there is nothing to take back`);
}

function lastOf(
  scope: readonly PlannedMigration[],
  { steps, to, source }: RollbackRequest,
): PlannedMigration[] {
  if (to === undefined) return scope.slice(-(steps ?? 1)).toReversed();
  const found = scope.filter(({ name, migration }) => name === to || migration?.file === to);
  const [one, ...others] = found;
  if (one === undefined) {
    const whose = source === undefined ? "" : ` of source "${source}"`;
    throw new SourceError("MIGRATION_UNKNOWN", `${to} isn't an applied migration${whose}`, {
      hint: "`dbfirst status` lists them. The one that is named stays; those after it are taken back.",
    });
  }
  if (others.length > 0) {
    const files = found.map(({ migration, name }) => migration?.file ?? name).join(", ");
    throw new SourceError("MIGRATION_UNKNOWN", `${to} may be each of ${files}`, {
      hint: "Name the file, or the source with --source.",
    });
  }
  return scope.slice(scope.indexOf(one) + 1).toReversed();
}

/** A program with records of its own is asked as often as there are steps. */
function repeated(source: Source, { steps = 1, to, plan }: RollbackRequest): Undo[] {
  if (plan) throw notPlanned(source);
  if (to !== undefined) {
    throw new SourceError(
      "MIGRATION_UNKNOWN",
      `Source "${source.name}" keeps its own records: say how many steps it is to go back, with --steps`,
    );
  }
  const migration = source.migrations[0]!;
  refuseWithoutDown(source);
  return Array.from({ length: steps }, () => ({ source, migration, by: "tool" as const }));
}

function undoOf(
  item: PlannedMigration,
  sources: readonly Source[],
  { plan }: RollbackRequest,
): Undo {
  const { migration, state } = item;
  const source = sourceOf(item, sources);
  if (migration === undefined || source === undefined)
    throw blocked(
      item,
      "was applied, but its file is gone",
      `Put it back: ${commitsWith(item.name)} tells which commits have it.`,
    );
  if (state === "interrupted") {
    throw blocked(
      item,
      "was started outside a transaction and didn't finish",
      "See what it did, and complete or undo it by hand; `dbfirst baseline FILE` records it as applied then.",
    );
  }
  if (source.tool !== undefined) {
    if (plan) throw notPlanned(source);
    if (source.tool.isOpaque) {
      throw new SourceError(
        "MIXED_WAYS",
        `Source "${source.name}" keeps its own records, and can't be taken back together with others`,
        { hint: `Take it back by itself: dbfirst rollback --source ${shellWord(source.name)}` },
      );
    }
    return { source, migration, by: "tool" };
  }
  if (migration.down !== undefined && !plan) return { source, migration, by: "script" };
  if (state === "changed") {
    throw blocked(
      item,
      "was changed after it was applied, so that nobody can tell what it did",
      `Put the file back as it was (git), or write ${downName(migration.file)}.`,
    );
  }
  return { source, migration, by: "plan" };
}

/** A plan is proved from the schema as it is: not from one that scripts are yet to make. */
function refuseMixture(undos: readonly Undo[], { source }: RollbackRequest): void {
  const [first] = undos;
  const count = undos.findIndex(({ by }) => (by === "plan") !== (first?.by === "plan"));
  if (first === undefined || count < 0) return;
  const { migration, by } = undos.find((undo) => undo.by !== "plan")!;
  const way = by === "script" ? `a script of its own (${migration.down?.file})` : "its own program";
  const hasTool = undos.some((undo) => undo.by === "tool");
  throw new SourceError(
    "MIXED_WAYS",
    `${undos.find((undo) => undo.by === "plan")!.migration.file} needs a plan, but ${migration.file} has ${way}`,
    {
      hint: `Take back the last ${count === 1 ? "one" : count} first: dbfirst rollback${source === undefined ? "" : ` --source ${shellWord(source)}`} --steps ${count}${hasTool ? "" : "; or pass --plan, which plans the way back of all of them"}. Nothing was taken back.`,
    },
  );
}

/** Scripts and programs don't know what other sources have built on theirs; a plan is proved with it. */
function refuseDependents(
  undos: readonly Undo[],
  applied: readonly PlannedMigration[],
  sources: readonly Source[],
): void {
  const taken = new Set(undos.map(({ migration }) => migration));
  const from = applied.findIndex(
    ({ migration }) => migration !== undefined && taken.has(migration),
  );
  for (const item of applied.slice(from)) {
    if (item.migration === undefined || taken.has(item.migration)) continue;
    const undo = undos.find(({ source }) => dependsOn(item.source, source.name, sources));
    if (undo === undefined) continue;
    throw new SourceError(
      "DEPENDENTS_LATER",
      `${item.migration.file} was applied after ${undos.at(-1)!.migration.file}, and source "${item.source}" depends on "${undo.source.name}"`,
      {
        hint: `Take it back first: dbfirst rollback --source ${shellWord(item.source)}. Nothing was taken back.`,
      },
    );
  }
}

function dependsOn(name: string, other: string, sources: readonly Source[]): boolean {
  const source = sources.find((one) => one.name === name);
  return (source?.dependsOn ?? []).some((one) => one === other || dependsOn(one, other, sources));
}

function sourceOf({ source }: PlannedMigration, sources: readonly Source[]): Source | undefined {
  return sources.find(({ name }) => name === source);
}

function refuseWithoutDown({ name, tool }: Source): void {
  if (tool === undefined || tool.takesBack) return;
  throw new SourceError("NO_WAY_BACK", `Source "${name}" has no \`down\` command`, {
    hint: "Add it to dbfirst.config.ts, such as `alembic downgrade -1`. Nothing was taken back.",
  });
}

function notPlanned({ name }: Source): SourceError {
  return new SourceError(
    "NO_WAY_BACK",
    `Source "${name}" is run by a program of its own, which takes its migrations back itself`,
    { hint: "Leave --plan out. Nothing was taken back." },
  );
}

function blocked({ migration, source, name }: PlannedMigration, says: string, hint: string) {
  return new SourceError("NO_WAY_BACK", `${migration?.file ?? `${source}/${name}`} ${says}`, {
    hint: `${hint} Nothing was taken back.`,
  });
}

/** The script that undoes a migration has this name, beside it. */
export function downName(file: string): string {
  return file.endsWith("/migration.sql")
    ? file.replace(/migration\.sql$/, "down.sql")
    : file.replace(/(?:\.up)?\.sql$/i, ".down.sql");
}
