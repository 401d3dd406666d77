import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { ConfigError, UsageError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { checkIgnoredAttributes } from "./check-ignore.ts";
import { readUrl } from "./choose-target.ts";
import { drizzleDefaults, parseDrizzleConfig, type DrizzleConfig } from "./drizzle-config.ts";
import { findDbfirstConfig, findDrizzleConfig, isThere, type ConfigPlace } from "./find-configs.ts";
import { loadModule } from "./load-module.ts";
import { misnamed } from "./misnamed.ts";
import { problemsOf } from "./problems.ts";
import { inProject, projectFolder } from "./project-folder.ts";
import {
  configSchema,
  type DatabaseConfig,
  type DbfirstConfig,
  type IgnoreRule,
  type PullConfig,
  type SourceConfig,
} from "./schema.ts";

/** A project's configuration, checked and with its defaults filled in: what the stages work with. */
export interface Project {
  /** Absolute path of the project's folder. */
  directory: string;
  sources: readonly SourceConfig[];
  /** Whether dbfirst.config.ts lists them: a folder that is made later is none of them by itself. */
  listsSources: boolean;
  /** Folder of the generated schema files, relative to the project. */
  schemaDirectory: string;
  /** Whether drizzle.config.ts names that folder's index.ts, as drizzle-kit alone needs it. */
  schemaIsIndex: boolean;
  /** drizzle-kit's `out` folder, relative to the project; holds the catalog snapshot. */
  outDirectory: string;
  /** Where drizzle's own migrators keep their bookkeeping. */
  drizzleMigrationsTable: { schema: string; table: string };
  /** `schemaFilter` and `tablesFilter` of drizzle.config.ts. */
  kitFilters: DrizzleConfig["kitFilters"];
  /** dbCredentials of drizzle.config.ts, as written there. */
  credentials: Readonly<Record<string, unknown>> | undefined;
  /** undefined: every schema that isn't the system's. */
  schemas: readonly string[] | undefined;
  ignore: readonly IgnoreRule[];
  /** `pull` of dbfirst.config.ts, as written there. */
  pullOptions: PullConfig;
  casing: "camel" | "preserve";
  importExtension: "" | ".js" | ".ts" | undefined;
  /** What `check-drift --databases` checks. */
  databases: readonly DatabaseConfig[];
  postgresMajor: 14 | 15 | 16 | 17 | 18;
  /** The server to make throw-away databases on; undefined: one that is started. */
  shadow: ConnectionSettings | undefined;
  /** What runs migrations, and what they may do besides SQL. */
  scripts: {
    executor: "builtin" | "psql";
    allow: { shell: boolean; paths: readonly string[]; setenv: boolean };
  };
  /** Time limits of migrations. */
  limits: NonNullable<DbfirstConfig["apply"]>;
  /** What fills a database that was reset. */
  seed: DbfirstConfig["seed"];
  /** What a deployment does that fails. */
  onDeployFailure: "stop" | "restore";
  /** Seconds. */
  lockTimeout: number;
}

/**
 * Reads drizzle.config.ts and dbfirst.config.ts. Neither has to exist.
 *
 * @throws ConfigError listing every problem of the file that has some.
 */
export async function loadProject({ directory, configFile }: ConfigPlace): Promise<Project> {
  const [drizzle, dbfirst] = await Promise.all([
    loadDrizzleConfig(directory),
    loadDbfirstConfig(directory, configFile),
  ]);
  return projectOf(directory, drizzle, dbfirst);
}

/** What the two files say together. */
export function projectOf(
  directory: string,
  drizzle: DrizzleConfig,
  dbfirst: DbfirstConfig,
): Project {
  const sources = dbfirst.sources ?? usualSources(directory, drizzle);
  return {
    directory,
    sources: sources.map((entry) => inProject(directory, entry)),
    listsSources: dbfirst.sources !== undefined,
    schemaDirectory: projectFolder(directory, drizzle.schemaDirectory),
    schemaIsIndex: drizzle.schemaIsIndex,
    outDirectory: projectFolder(directory, drizzle.outDirectory),
    drizzleMigrationsTable: drizzle.migrationsTable,
    kitFilters: drizzle.kitFilters,
    credentials: drizzle.credentials,
    schemas: dbfirst.schemas,
    ignore: dbfirst.ignore ?? [],
    pullOptions: dbfirst.pull ?? {},
    casing: dbfirst.pull?.casing ?? "camel",
    importExtension: dbfirst.pull?.importExtension,
    databases: dbfirst.databases ?? [],
    postgresMajor: dbfirst.postgres?.major ?? 17,
    shadow: shadowOf(dbfirst),
    scripts: {
      executor: dbfirst.psql?.executor ?? "builtin",
      allow: {
        shell: dbfirst.psql?.allow?.shell ?? false,
        paths: dbfirst.psql?.allow?.paths ?? [],
        setenv: dbfirst.psql?.allow?.setenv ?? false,
      },
    },
    limits: dbfirst.apply ?? {},
    seed: dbfirst.seed && inProject(directory, dbfirst.seed),
    onDeployFailure: dbfirst.deploy?.onFailure ?? "stop",
    lockTimeout: dbfirst.lockTimeout ?? 60,
  };
}

/** Undefined also where the variable is empty, as a secret that a fork doesn't get. */
function shadowOf({ shadow }: DbfirstConfig): ConnectionSettings | undefined {
  return shadow?.url ? readUrl(shadow.url, "shadow.url of dbfirst.config.ts") : undefined;
}

const usualNames = ["better-auth", "drizzle"];

/** Without configuration: Better Auth's folder, then Drizzle's; those that exist. */
function usualSources(directory: string, drizzle: DrizzleConfig): SourceConfig[] {
  const usual: SourceConfig[] = [
    { name: "better-auth", kind: "sql", directory: "better-auth_migrations" },
    { name: "drizzle", kind: "drizzle", directory: drizzle.outDirectory },
  ];
  return usual.filter((source) => existsSync(resolve(directory, source.directory)));
}

/**
 * Reads drizzle.config.ts alone; without one, its defaults.
 *
 * @throws ConfigError with its problems.
 */
export async function loadDrizzleConfig(directory: string): Promise<DrizzleConfig> {
  const file = findDrizzleConfig(directory);
  if (file === undefined) return drizzleDefaults;
  const parsed = parseDrizzleConfig(await loadModule(join(directory, file), file));
  if (Array.isArray(parsed)) throw new ConfigError(file, parsed);
  return parsed;
}

/**
 * Reads dbfirst.config.ts alone; without one, it is empty.
 *
 * @throws ConfigError with its problems.
 */
export async function loadDbfirstConfig(
  directory: string,
  named: string | undefined,
): Promise<DbfirstConfig> {
  const file = named ?? findDbfirstConfig(directory);
  if (file === undefined) return {};
  const path = resolve(directory, file);
  if (named !== undefined && !isThere(path)) {
    throw new UsageError(`--config: there is no file ${path}`);
  }
  const result = v.safeParse(configSchema, await loadModule(path, file));
  if (!result.success) throw new ConfigError(file, problemsOf(configSchema, result.issues));
  const problems = [
    ...misnamed(result.output, usualNames),
    ...(await checkIgnoredAttributes(result.output.ignore ?? [])),
  ];
  if (problems.length > 0) throw new ConfigError(file, problems);
  return result.output;
}
