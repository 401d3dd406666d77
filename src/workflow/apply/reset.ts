import { clearDatabase, previewClear } from "../../apply/clear-database.ts";
import type { Droppable } from "../../apply/drop-objects.ts";
import { listObjects, type ObjectAddress } from "../../apply/owned-objects.ts";
import { previewReplay } from "../../apply/preview.ts";
import { readStatus } from "../../apply/status.ts";
import { countLargeObjects, dropLargeObjects } from "../../backup/large-objects.ts";
import type { Project } from "../../config/load.ts";
import { connect } from "../../postgres/connect.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import { wordsOf } from "../../tools/command-line.ts";
import { runCommand } from "../../tools/run-command.ts";
import { sync, type SyncResult } from "../../workflow.ts";
import { commandsOf, type ProjectPreview } from "./preview.ts";
import { readProjectSources } from "../project-sources.ts";
import { applyOptions, applySources, withShadow } from "../replay.ts";
import { checkRequiredEnv } from "../required-env.ts";
import { unannounced, type Run } from "../run.ts";

export interface ResetOptions {
  /** Drop everything, and not only what the sources make. */
  all: boolean;
  /** Also drop what else depends on it. */
  cascade: boolean;
}

/** What a reset would do. */
export interface ResetPreview {
  /** What would be started to take things back, in order. */
  commands: { source: string; command: string }[];
  /** What would be dropped, by these commands or after them. */
  objects: Droppable[];
  /** What else depends on it, and would keep it from being dropped. */
  dependents: string[];
  /** What would be applied then. */
  applied: ProjectPreview;
  seed: string | undefined;
  /** How many would stay, belonging to nothing; with `all`: how many would be removed. */
  largeObjects: number;
}

export interface ResetResult {
  /** How many objects were dropped, not counting their parts. */
  dropped: number;
  synced: SyncResult;
  seeded: boolean;
}

/** Drops what the sources made, applies them from the start, pulls, and seeds. */
export async function reset(
  project: Project,
  target: Target,
  { all, cascade }: ResetOptions,
  run: Run,
): Promise<ResetResult> {
  checkRequiredEnv(project, run.env);
  const sources = readProjectSources(project);
  const owned = all ? undefined : await objectsOfSources(project, sources, run);
  if (!all) await warnOfUnknown(target, sources, run);
  run.step("Dropping what the sources made");
  const dropped = await clearDatabase({
    ...applyOptions(project, target.settings, sources, run),
    owned,
    cascade,
  });
  await settleLargeObjects(target, { all }, run);
  const synced = await sync(project, target, run);
  if (project.seed !== undefined) await seed(project, target, run);
  return { dropped, synced, seeded: project.seed !== undefined };
}

/** Finds out what that would do. Writes nothing to the database; what the sources own is found on a throw-away one. */
export async function previewReset(
  project: Project,
  target: Target,
  { all, cascade }: ResetOptions,
  run: Run,
): Promise<ResetPreview> {
  checkRequiredEnv(project, run.env);
  const { settings } = target;
  const { signal } = run;
  const sources = readProjectSources(project);
  const owned = all ? undefined : await objectsOfSources(project, sources, run);
  if (!all) await warnOfUnknown(target, sources, run);
  run.step("Looking at what is there");
  const { objects, dependents } = await previewClear({ settings, owned, signal });
  const replayed = await previewReplay(applyOptions(project, settings, sources, run));
  return {
    commands: sources
      .toReversed()
      .flatMap(({ name, tool }) =>
        tool?.reset === undefined ? [] : [{ source: name, command: tool.reset }],
      ),
    objects,
    dependents: cascade ? [] : dependents,
    applied: { ...replayed, programs: [], commands: commandsOf(sources) },
    seed: project.seed === undefined ? undefined : wordsOf(project.seed.command).join(" "),
    largeObjects: await countLargeObjects(settings, signal),
  };
}

/** What a file made that is gone, or says something else today, only its old text tells: another branch's, mostly. */
async function warnOfUnknown(
  { settings }: Target,
  sources: readonly Source[],
  { signal, warn }: Run,
): Promise<void> {
  const planned = await readStatus(settings, sources, signal);
  const unknown = planned.filter(({ state }) => state === "missing" || state === "changed");
  if (unknown.length === 0) return;
  const names = unknown.map(
    ({ source, name, migration }) => migration?.file ?? `${source}/${name}`,
  );
  warn(
    `${names.join(", ")} ${unknown.length === 1 ? "was" : "were"} applied, and ${unknown.length === 1 ? "the file is" : "the files are"} gone or edited since: what the files of today don't make isn't known, and stays. \`dbfirst reset --all\` drops everything.`,
  );
}

/** A large object belongs to no source: whose it is, only the rows tell that hold its number. */
async function settleLargeObjects(
  { settings }: Target,
  { all }: Pick<ResetOptions, "all">,
  { signal, warn }: Run,
): Promise<void> {
  if (all) return void (await dropLargeObjects(settings, signal));
  const left = await countLargeObjects(settings, signal);
  if (left === 0) return;
  warn(
    `${left === 1 ? "1 large object stays" : `${left} large objects stay`}: they belong to no table, and no source is known to own them. \`dbfirst reset --all\` removes them, too.`,
  );
}

/** What an empty database holds after the sources were applied: what they own. */
function objectsOfSources(
  project: Project,
  sources: readonly Source[],
  run: Run,
): Promise<ObjectAddress[]> {
  return withShadow(project, run, async (shadow) => {
    const settings = await shadow.createDatabase();
    await applySources(project, settings, sources, unannounced(run));
    const sql = await connect(settings, { applicationName: "dbfirst reset", signal: run.signal });
    try {
      return await listObjects((statement) => sql.unsafe(statement));
    } finally {
      await sql.end({ timeout: 1 });
    }
  });
}

async function seed(project: Project, { settings }: Target, run: Run): Promise<void> {
  const { command, workingDirectory = ".", env = {}, timeout } = project.seed!;
  run.step("Seeding");
  await runCommand({
    owner: "seed",
    tool: { workingDirectory, env, timeoutSeconds: timeout },
    command: wordsOf(command),
    settings,
    projectDirectory: project.directory,
    env: run.env,
    signal: run.signal,
    onOutput: (line) => (run.output ?? run.detail)(line),
  });
}
