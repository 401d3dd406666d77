import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { loadProject, type Project } from "../../src/config/load.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { pull } from "../../src/workflow.ts";
import { renderProject } from "../../src/workflow/pull/render-project.ts";
import { silentRun } from "../support/silent-run.ts";

export const quietRun = silentRun({ env: process.env });

/** A project that has pulled a database, without proof. */
export async function pulledProject(
  directory: string,
  settings: ConnectionSettings,
): Promise<Project> {
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(directory, "node_modules"));
  const project = await loadProject({ directory, configFile: undefined });
  await pull(project, targetOf(settings), quietRun);
  return project;
}

/** The two ways to the files of a database that isn't what it was when the project pulled. */
export interface BothWays {
  whole: Record<string, string>;
  changed: Record<string, string>;
  /** How many tables and views drizzle-kit was asked for; undefined: all. */
  asked: number | undefined;
}

export async function pullBothWays(
  project: Project,
  settings: ConnectionSettings,
): Promise<BothWays> {
  const target = targetOf(settings);
  const whole = await renderProject(project, target, { ...quietRun, full: true });
  const changed = await renderProject(project, target, quietRun);
  return {
    whole: Object.fromEntries(whole.tree),
    changed: Object.fromEntries(changed.tree),
    asked: changed.pulled?.objects.length,
  };
}

function targetOf(settings: ConnectionSettings) {
  return { settings, origin: "--url" } as const;
}
