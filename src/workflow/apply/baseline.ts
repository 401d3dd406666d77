import { withHint } from "../../apply/advise.ts";
import { baseline } from "../../apply/baseline.ts";
import type { Project } from "../../config/load.ts";
import { compareFacts } from "../../drift/compare/compare.ts";
import { ScriptError, SourceError } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Migration } from "../../sources/migration.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import { readProjectSources } from "../project-sources.ts";
import { applyOptions, readProjectCatalog, replay, withShadow } from "../replay.ts";
import type { Run } from "../run.ts";

export interface BaselineRequest {
  /** Paths relative to the project; undefined: everything that is pending. */
  only: readonly string[] | undefined;
  /** Record it even if the database lacks what it makes. */
  force: boolean;
  /** Only find out what would be recorded, and whether the database has it. */
  dryRun: boolean;
}

/**
 * Records migrations as applied, once the database is seen to hold what they make: a throw-away database with these and
 * the applied ones must have nothing that the target lacks; nor, where all are recorded, anything that it has otherwise.
 *
 * @throws SourceError BASELINE_MISMATCH naming the differences; ScriptError for a migration that fails on that database.
 */
export function recordBaseline(
  project: Project,
  { settings }: Target,
  { only, force, dryRun }: BaselineRequest,
  run: Run,
): Promise<Migration[]> {
  const sources = readProjectSources(project);
  const check = async (chosen: readonly Migration[], applied: readonly Migration[]) => {
    if (force) return;
    const counted = new Set([...chosen, ...applied]);
    const made = await withShadow(project, run, async (shadow) =>
      replay(
        project,
        await shadow.createDatabase(),
        sources.map((source) => ({
          ...source,
          migrations: source.migrations.filter((migration) => counted.has(migration)),
        })),
        run,
      ),
    ).catch(explainTrial);
    const there = await readProjectCatalog(project, settings, run);
    const lacking = compareFacts(
      withoutIgnored(made, project.ignore),
      withoutIgnored(there, project.ignore),
    ).filter(({ change }) => change === "removed" || (change === "changed" && only === undefined));
    if (lacking.length === 0) return;
    const lines = lacking.slice(0, 12).map(({ kind, object, change, attribute }) => {
      const what = attribute === null ? "" : ` ${attribute}`;
      return `  ${kind} ${object}${change === "removed" ? " isn't there" : ` differs:${what}`}`;
    });
    if (lacking.length > 12) lines.push(`  and ${lacking.length - 12} more`);
    throw new SourceError(
      "BASELINE_MISMATCH",
      `The database isn't what these migrations make:\n${lines.join("\n")}`,
      {
        hint: "Name only the files whose objects are there, or record them all the same with --force: check-drift shows the differences afterwards. Nothing was recorded.",
      },
    );
  };
  return baseline({ ...applyOptions(project, settings, sources, run), only, check, dryRun });
}

/** The scripts fail on a throw-away database, which nobody named. */
function explainTrial(error: unknown): never {
  if (!(error instanceof ScriptError)) throw error;
  throw withHint(
    error,
    "This was on a throw-away database, where the migrations run first to show what they make. Mend the file, or record it without that with --force. Nothing was recorded.",
  );
}
