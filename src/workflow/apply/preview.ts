import { previewApply, type ApplyPreview } from "../../apply/preview.ts";
import type { Project } from "../../config/load.ts";
import type { ConnectionSettings, Target } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import { askPrograms, type ProgramStatus } from "./ask-programs.ts";
import { readProjectSources } from "../project-sources.ts";
import { applyOptions } from "../replay.ts";
import { missingVariables } from "../required-env.ts";
import type { Run } from "../run.ts";

/** A command line, and the folder where it runs, relative to the project. */
export interface StartedCommand {
  command: string;
  workingDirectory: string;
  /** Whether only the program knows which of its migrations it applies. */
  isOpaque: boolean;
}

/** What an apply would do, with what the sources' own programs say. */
export interface ProjectPreview extends ApplyPreview {
  programs: readonly ProgramStatus[];
  /** What would be started for a source, by the source's name. */
  commands: ReadonlyMap<string, StartedCommand>;
}

/**
 * Finds out what an apply of these sources would do. Writes nothing to the database; `status` commands of the sources are run.
 *
 * @throws DatabaseError when the database can't be reached; SourceError for a file of no source.
 */
export async function previewSources(
  project: Project,
  settings: ConnectionSettings,
  sources: readonly Source[],
  run: Run & { only?: readonly string[] | undefined; retry?: boolean | undefined },
): Promise<ProjectPreview> {
  run.step("Looking for what is pending");
  const { only, retry } = run;
  const options = { ...applyOptions(project, settings, sources, run), only, retry };
  const { steps, alreadyApplied, problems } = await previewApply(options);
  const concerned = sources.filter(({ name }) => steps.some(({ source }) => source === name));
  const programs = await askPrograms(project, settings, concerned, run);
  const unset = missingVariables(project, run.env);
  return {
    steps: steps.map((step) => {
      const state = programs.find(({ source }) => source === step.source)?.state ?? null;
      return state === null ? step : { ...step, pending: state === "pending" };
    }),
    alreadyApplied,
    problems: [...(unset === undefined ? [] : [unset]), ...problems],
    programs,
    commands: commandsOf(concerned),
  };
}

/** The same for all sources of a project, or for the named files of it. */
export function previewPending(
  project: Project,
  target: Target,
  run: Parameters<typeof previewSources>[3],
): Promise<ProjectPreview> {
  return previewSources(project, target.settings, readProjectSources(project), run);
}

/** What is started to apply a source, by its name. */
export function commandsOf(sources: readonly Source[]): Map<string, StartedCommand> {
  return new Map(
    sources.flatMap((source): [string, StartedCommand][] => {
      if (source.tool === undefined) return [];
      const { up: command, workingDirectory, isOpaque } = source.tool;
      return [[source.name, { command, workingDirectory, isOpaque }]];
    }),
  );
}
