import type { ApplyResult } from "../apply/apply.ts";
import { readStatus } from "../apply/status.ts";
import type { Project } from "../config/load.ts";
import { SourceError } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";
import { applySources } from "./replay.ts";
import { readProjectSources } from "./project-sources.ts";
import type { Run } from "./run.ts";

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
  const files = sources[position]?.migrations.map(({ file }) => file) ?? [];
  return applySources(project, target.settings, sources, { ...run, only: files });
}
