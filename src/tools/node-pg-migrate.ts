import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SourceError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Migration } from "../sources/migration.ts";
import { type Environment, toolEnvironment } from "./environment.ts";

/** How the project's node-pg-migrate is set. */
export interface NodePgMigrateTool {
  /** Relative to the project. */
  directory: string;
  migrationsTable: string;
  migrationsSchema: string;
  schema: string;
  /** Whether it makes the schemas where they are missing. */
  createSchema: boolean;
  ignorePattern: string | undefined;
}

export interface RunNodePgMigrateOptions {
  tool: NodePgMigrateTool;
  /** `record`: only note that they are applied. */
  direction: "up" | "down" | "record";
  /** In the order in which they are to run. */
  migrations: readonly Migration[];
  /** A connection that needs no TLS: node-postgres has rules of its own about it. */
  settings: ConnectionSettings;
  projectDirectory: string;
  env: Environment;
  signal?: AbortSignal | undefined;
  onStart?: ((migration: Migration) => void) | undefined;
  /** Each line that it, or a migration, prints. */
  onOutput: (line: string) => void;
}

/** What the child process says. */
type Message =
  | { starting: string }
  | { failed: string; message: string; detail?: string; hint?: string };

/**
 * Runs node-pg-migrate's `runner` once for each migration. The process is one of its own, because migrations are programs:
 * they may print, read the environment and end the process.
 */
const program = `
import { pathToFileURL } from "node:url";
const { module, names, ...options } = JSON.parse(process.env.DBFIRST_NODE_PG_MIGRATE);
delete process.env.DBFIRST_NODE_PG_MIGRATE;
const say = (message) => new Promise((resolve) => process.send(message, resolve));
const { warn, error } = console;
const logger = { debug() {}, info() {}, warn, error };
let current = "";
try {
  const { runner } = await import(pathToFileURL(module).href);
  for (const file of names) {
    current = file;
    await say({ starting: file });
    const done = await runner({ ...options, logger, file });
    if (done.length !== 1) throw new Error("node-pg-migrate found nothing to do for it");
  }
} catch (error) {
  const { message, detail, hint } = error;
  await say({ failed: current, message, detail, hint });
  process.exitCode = 1;
}
process.disconnect();
`;

/**
 * Runs migrations with the project's own node-pg-migrate, each in a transaction of its own together with its record in
 * `pgmigrations`, and under its own lock besides ours.
 *
 * @throws SourceError TOOL_MISSING, TOOL_FAILED naming the file; the signal's reason when aborted.
 */
export async function runNodePgMigrate(options: RunNodePgMigrateOptions): Promise<void> {
  const { tool, migrations, settings, projectDirectory, signal, onOutput } = options;
  const { host, port, user, password, database } = settings;
  const task = {
    module: locateNodePgMigrate(projectDirectory),
    names: migrations.map(({ name }) => name),
    databaseUrl: { host, port, user, password, database, ssl: false },
    direction: options.direction === "down" ? "down" : "up",
    fake: options.direction === "record",
    dir: tool.directory,
    migrationsTable: tool.migrationsTable,
    migrationsSchema: tool.migrationsSchema,
    schema: tool.schema,
    createSchema: tool.createSchema,
    createMigrationsSchema: tool.createSchema,
    ignorePattern: tool.ignorePattern,
    advisoryLockMode: "wait",
  };
  const { execa } = await import("execa");
  const child = execa(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: projectDirectory,
    extendEnv: false,
    env: {
      ...toolEnvironment(options.env, settings, {}),
      NO_COLOR: "1",
      DBFIRST_NODE_PG_MIGRATE: JSON.stringify(task),
    },
    ipc: true,
    stdin: "ignore",
    all: true,
    buffer: false,
    reject: false,
    ...(signal && { cancelSignal: signal }),
    forceKillAfterDelay: 2000,
  });
  let current = migrations[0];
  let failure: Extract<Message, { failed: string }> | undefined;
  child.on("message", (message: unknown) => {
    const said = message as Message;
    if ("failed" in said) failure = said;
    else {
      current = migrations.find(({ name }) => name === said.starting);
      if (current !== undefined) options.onStart?.(current);
    }
  });
  const read = async () => {
    for await (const line of child.iterable({ from: "all" })) onOutput(line);
  };
  // Its output ends with an error of its own where it is killed; how it ended is told by the result.
  const [result] = await Promise.all([child, read().catch(() => undefined)]);
  signal?.throwIfAborted();
  if (!result.failed) return;
  const reason = failure?.message ?? `the process ended with ${describeEnding(result)}`;
  const detail = failure?.detail === undefined ? "" : `\n    ${failure.detail}`;
  throw new SourceError(
    "TOOL_FAILED",
    `${current?.file ?? tool.directory} failed in node-pg-migrate: ${reason}${detail}`,
    {
      hint:
        failure?.hint ??
        "Nothing of it stays, unless it ran without a transaction (noTransaction).",
    },
  );
}

function describeEnding({ exitCode, signal }: { exitCode?: number; signal?: string }): string {
  return exitCode === undefined ? `${signal}` : `exit code ${exitCode}`;
}

/**
 * The file of the project's node-pg-migrate.
 *
 * @throws SourceError TOOL_MISSING.
 */
export function locateNodePgMigrate(projectDirectory: string): string {
  try {
    const project = createRequire(join(projectDirectory, "package.json"));
    const manifest = project.resolve("node-pg-migrate/package.json");
    const { exports } = project(manifest) as {
      exports?: { "."?: { default?: string; import?: string | { default?: string } } };
    };
    const entry = exports?.["."];
    const file =
      entry?.default ?? (typeof entry?.import === "string" ? entry.import : entry?.import?.default);
    return join(dirname(manifest), file ?? "dist/index.js");
  } catch (cause) {
    throw new SourceError("TOOL_MISSING", "node-pg-migrate isn't installed in this project", {
      hint: "npm install node-pg-migrate pg (or pnpm, yarn, bun add).",
      cause,
    });
  }
}
