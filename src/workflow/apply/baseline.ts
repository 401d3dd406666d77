import { withHint } from "../../apply/advise.ts";
import { baseline, type Baselined } from "../../apply/baseline.ts";
import type { Project } from "../../config/load.ts";
import { compareFacts } from "../../drift/compare/compare.ts";
import type { Finding } from "../../drift/finding.ts";
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
  /** Take the records of migrations away whose files are gone: the present ones have to make just what the database is. */
  forgetsMissing: boolean;
  /** Only find out what would be recorded, and whether the database has it. */
  dryRun: boolean;
}

/**
 * Records migrations as applied, once the database is seen to hold what they make: a throw-away database with these and
 * the applied ones must have nothing that the target lacks; nor, where all are recorded, anything that it has otherwise; nor,
 * where records are taken away, may the target have more.
 *
 * @throws SourceError BASELINE_MISMATCH naming the differences; ScriptError for a migration that fails on that database.
 */
export function recordBaseline(
  project: Project,
  { settings }: Target,
  { only, force, forgetsMissing, dryRun }: BaselineRequest,
  run: Run,
): Promise<Baselined> {
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
    const differing = compareFacts(
      withoutIgnored(made, project.ignore),
      withoutIgnored(there, project.ignore),
    ).filter(
      (finding) =>
        finding.change === "removed" ||
        (finding.change === "changed" && only === undefined && !isMore(finding)) ||
        // What a file made that is gone, one of the present ones has to make.
        (forgetsMissing && (finding.change === "added" || isMore(finding))),
    );
    if (differing.length > 0) throw mismatch(differing, { forgetsMissing });
  };
  const options = applyOptions(project, settings, sources, run);
  return baseline({ ...options, only, check, forgetsMissing, dryRun });
}

/** A privilege or a comment beyond what the files give: somebody lets a reporting role in, mostly. What they make is there. */
function isMore({ change, attribute, expected }: Finding): boolean {
  return (
    change === "changed" && expected === null && /^(?:privileges\.|comment$)/.test(attribute ?? "")
  );
}

function mismatch(
  differing: readonly Finding[],
  { forgetsMissing }: Pick<BaselineRequest, "forgetsMissing">,
): SourceError {
  const lines = differing.slice(0, 12).map(({ kind, object, change, attribute }) => {
    const what = attribute === null ? "" : ` ${attribute}`;
    const how = { removed: "isn't there", added: "isn't made by them", changed: `differs:${what}` };
    return `  ${kind} ${object} ${how[change]}`;
  });
  if (differing.length > 12) lines.push(`  and ${differing.length - 12} more`);
  const remedy = forgetsMissing
    ? "Mend the files that replace those that are gone, or change the records all the same with --force"
    : "Name only the files whose objects are there, or record them all the same with --force";
  return new SourceError(
    "BASELINE_MISMATCH",
    `The database isn't what these migrations make:\n${lines.join("\n")}`,
    {
      hint: `${remedy}: check-drift shows the differences afterwards. Nothing was recorded.`,
    },
  );
}

/** The scripts fail on a throw-away database, which nobody named. */
function explainTrial(error: unknown): never {
  if (!(error instanceof ScriptError)) throw error;
  throw withHint(
    error,
    "This was on a throw-away database, where the migrations run first to show what they make. Mend the file, or record it without that with --force. Nothing was recorded.",
  );
}
