import type { ApplyResult } from "../../apply/apply.ts";
import { readStatus } from "../../apply/status.ts";
import type { Project } from "../../config/load.ts";
import { SourceError } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import { previewSources, type ProjectPreview } from "./preview.ts";
import { readProjectSources } from "../project-sources.ts";
import { applySources } from "../replay.ts";
import type { Run } from "../run.ts";

/**
 * Applies what is pending of one source.
 *
 * @throws SourceError PREREQUISITE_PENDING when a source before it has pending migrations, which it may build on.
 */
export async function applySource(
  project: Project,
  target: Target,
  name: string,
  run: Run,
): Promise<ApplyResult> {
  const { sources, only } = await chooseSource(project, target, name, run);
  return applySources(project, target.settings, sources, { ...run, only });
}

/**
 * Finds out what that would do. Writes nothing.
 *
 * @throws SourceError PREREQUISITE_PENDING, as above.
 */
export async function previewSource(
  project: Project,
  target: Target,
  name: string,
  run: Run,
): Promise<ProjectPreview> {
  const { sources, only } = await chooseSource(project, target, name, run);
  return previewSources(project, target.settings, sources, { ...run, only });
}

async function chooseSource(
  project: Project,
  target: Target,
  name: string,
  run: Run,
): Promise<{ sources: Source[]; only: string[] }> {
  const sources = readProjectSources(project);
  const position = sources.findIndex((source) => source.name === name);
  const before = new Set(sources.slice(0, position).map((source) => source.name));
  const planned = await readStatus(target.settings, sources, run.signal);
  const pending = planned.filter(({ source, state }) => before.has(source) && state === "pending");
  if (pending.length > 0) {
    throw new SourceError(
      "PREREQUISITE_PENDING",
      `Source "${name}" comes after ${[...new Set(pending.map(({ source }) => `"${source}"`))].join(", ")}, of which ${pending.length === 1 ? "one migration is" : `${pending.length} migrations are`} pending: ${pending.map(({ migration }) => migration?.file).join(", ")}`,
      { hint: "dbfirst apply applies everything in order. Nothing was applied now." },
    );
  }
  return { sources, only: sources[position]?.migrations.map(({ file }) => file) ?? [] };
}
