import { clearDatabase } from "../apply/clear-database.ts";
import { listObjects, type ObjectAddress } from "../apply/owned-objects.ts";
import type { Project } from "../config/load.ts";
import { connect } from "../postgres/connect.ts";
import type { Target } from "../postgres/settings.ts";
import { wordsOf } from "../sources/command.ts";
import type { Source } from "../sources/source.ts";
import { runCommand } from "../tools/run-command.ts";
import { sync, type SyncResult } from "../workflow.ts";
import { readProjectSources } from "./project-sources.ts";
import { applyOptions, applySources, withShadow } from "./replay.ts";
import { checkRequiredEnv } from "./required-env.ts";
import type { Run } from "./run.ts";

export interface ResetOptions {
  /** Drop everything, and not only what the sources make. */
  all: boolean;
  /** Also drop what else depends on it. */
  cascade: boolean;
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
  run.step("Dropping what the sources made");
  const dropped = await clearDatabase({
    ...applyOptions(project, target.settings, sources, run),
    owned,
    cascade,
  });
  const synced = await sync(project, target, run);
  if (project.seed !== undefined) await seed(project, target, run);
  return { dropped, synced, seeded: project.seed !== undefined };
}

/** What an empty database holds after the sources were applied: what they own. */
function objectsOfSources(
  project: Project,
  sources: readonly Source[],
  run: Run,
): Promise<ObjectAddress[]> {
  return withShadow(project, run, async (shadow) => {
    const settings = await shadow.createDatabase();
    await applySources(project, settings, sources, { ...run, output: run.detail });
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
