import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { usualAuthConfigs } from "../../better-auth/find-config.ts";
import {
  drizzleDefaults,
  parseDrizzleConfig,
  type DrizzleConfig,
} from "../../config/drizzle-config.ts";
import { pinnedOrm } from "../../config/installed-orm.ts";
import { findDbfirstConfig, findDrizzleConfig } from "../../config/find-configs.ts";
import { loadModule } from "../../config/load-module.ts";
import { projectFolder } from "../../config/project-folder.ts";
import { ConfigError } from "../../errors.ts";
import { nextCommands, type NextCommand } from "../../init/next-commands.ts";
import { planInit, type DrizzleSetup, type Plan, type Survey } from "../../init/plan.ts";
import { surveyProject } from "../../init/survey.ts";
import { writeEdits } from "../../init/write-edits.ts";
import { defaultMajor, packageVersions } from "../../postgres/embedded/install-command.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { unifiedDiff } from "../../unified-diff.ts";
import { toolVersion } from "../../version.ts";
import { lookBeforeInit } from "./look-before-init.ts";
import type { Run } from "../run.ts";

export interface InitRequest {
  /** Absolute path of the package. */
  directory: string;
  /** `--url`. */
  url: string | undefined;
  /** Told of the connection before anything is said of the database. */
  hidePasswords: (settings: ConnectionSettings) => void;
}

/** What was found, what is to be written, and what comes next. */
export interface InitPlan {
  /** As sentences. */
  found: readonly string[];
  plan: Plan;
  /** The edits as unified diffs. */
  diffs: readonly { name: string; isNew: boolean; lines: readonly string[] }[];
  commands: readonly NextCommand[];
}

/**
 * Looks through a project and its database, and says what would make it one of dbfirst's. Writes nothing.
 *
 * @throws UsageError, ConfigError where the project can't be set up as it is.
 */
export async function planInitialisation(request: InitRequest, run: Run): Promise<InitPlan> {
  const { directory } = request;
  const { setup, config } = await readDrizzle(directory);
  const surveyed = surveyProject({
    directory,
    userAgent: run.env["npm_config_user_agent"],
    drizzle: setup,
    dbfirstConfig: findDbfirstConfig(directory),
    authConfig: usualAuthConfigs.find((name) => existsSync(join(directory, name))),
  });
  const look = await lookBeforeInit(request, { config, survey: surveyed }, run);
  const survey = { ...surveyed, major: majorToName(look.major), schemas: look.schemas };
  const made = planInit(survey);
  const remarks = [...survey.sources.flatMap((source) => source.remarks), ...made.remarks];
  return {
    found: [...describe(survey), look.says],
    plan: { ...made, remarks },
    diffs: made.edits.map(({ name, before, after }) => ({
      name,
      isNew: before === undefined,
      lines: unifiedDiff(before ?? "", after),
    })),
    commands: nextCommands(survey, look.state, {
      dbfirst: `drizzle-dbfirst@${toolVersion}`,
      drizzle: pinnedOrm,
    }),
  };
}

/** A server's major, where the configuration has to say it and there are binaries of it. */
function majorToName(major: number | undefined): number | undefined {
  if (major === undefined || major === defaultMajor) return undefined;
  return packageVersions[major] === undefined ? undefined : major;
}

/** Writes what was planned: all of it, or nothing. */
export function writeInitialisation({ plan: { edits } }: InitPlan): void {
  writeEdits(edits);
}

/** What drizzle.config.ts says; a schema that is no folder is no mistake here. */
async function readDrizzle(
  directory: string,
): Promise<{ setup: DrizzleSetup; config: DrizzleConfig }> {
  const setupOf = (
    found: Pick<DrizzleSetup, "file" | "text" | "schema" | "fits">,
    { schemaDirectory, outDirectory }: DrizzleConfig,
  ): DrizzleSetup => ({
    ...found,
    schemaPlace: found.schema === undefined ? undefined : projectFolder(directory, found.schema),
    schemaDirectory: projectFolder(directory, schemaDirectory),
    outDirectory: projectFolder(directory, outDirectory),
  });
  const file = findDrizzleConfig(directory);
  if (file === undefined) {
    const none = { file, text: undefined, schema: undefined, fits: true };
    return { setup: setupOf(none, drizzleDefaults), config: drizzleDefaults };
  }
  const exported = await loadModule(join(directory, file), file);
  const text = readFileSync(join(directory, file), "utf8");
  const parsed = parseDrizzleConfig(exported);
  const { schema: named, ...rest } = Object(exported) as { schema?: string | string[] };
  const found = { file, text, schema: named === undefined ? undefined : [named].flat().join(", ") };
  if (!Array.isArray(parsed))
    return { setup: setupOf({ ...found, fits: true }, parsed), config: parsed };
  const config = parseDrizzleConfig(rest);
  if (Array.isArray(config)) throw new ConfigError(file, parsed);
  return { setup: setupOf({ ...found, fits: false }, config), config };
}

/** What was recognised, for people. */
function describe({
  workspace,
  manager,
  sources,
  drizzle,
  dbfirstConfig,
  manifest,
}: Survey): string[] {
  const where = workspace.path === "" ? "" : `, the package in ${workspace.path}/`;
  const orm = manifest.dependencies.get("drizzle-orm");
  return [
    `${manager}${where}`,
    drizzle.file === undefined
      ? `no drizzle.config.ts${orm === undefined ? ", no drizzle-orm" : `; drizzle-orm ${orm}`}`
      : `${drizzle.file}${orm === undefined ? "" : `; drizzle-orm ${orm}`}`,
    ...sources.map(
      ({ system, settings, migrations }) =>
        `${system}: ${settings.directory}/, ${migrations === 0 ? "nothing in it yet" : `${migrations} ${migrations === 1 ? "migration" : "migrations"}`}`,
    ),
    ...(dbfirstConfig === undefined
      ? []
      : [`${dbfirstConfig} is there already, and stays as it is`]),
  ];
}
