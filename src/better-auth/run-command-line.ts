import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DbfirstError } from "../errors.ts";
import { connect } from "../postgres/connect.ts";
import { scratchFolder } from "../postgres/owned-folder.ts";
import { quoteIdentifier } from "../postgres/quote.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { CommandLine } from "./command-lines.ts";
import { isolatedEnvironment } from "./isolated-environment.ts";
import type { AuthPlan, AuthSql } from "./messages.ts";
import { otherLanguage, readAuthSql, schemaOf } from "./read-sql.ts";
import type { PlanOptions } from "./run-child.ts";
import { readColumns } from "./tables.ts";

export interface AskOptions extends PlanOptions {
  tool: CommandLine;
}

/**
 * Asks Better Auth's own command line for its SQL. It reports success where it has done nothing, or something else than was asked
 * for, so that nothing is taken from it that hasn't been looked at; and it connects as the config says, so that what it makes of an
 * empty database tells whether it looked at that one.
 *
 * @throws DbfirstError AUTH_COMMAND_LINE_FAILED with its own words or with what it did in place of what was asked for; the
 *   signal's reason.
 */
export async function planByCommandLine(options: AskOptions): Promise<AuthPlan> {
  const { tool, schema } = options;
  const fresh = await ask(options, options.empty);
  const next = await ask(options, options.current);
  const isMade = fresh.createdTables.length > 0 && fresh.addedColumns.length === 0;
  const named = schemaOf([...fresh.statements, ...next.statements]);
  const there = await readColumns(options.current, named ?? schema ?? "public");
  const again = next.createdTables.find((name) => there.some(({ table }) => table === name));
  if (!isMade || again !== undefined) {
    throw failed(
      options,
      "it compared with another database than the throw-away one",
      "The config has to take its connection from the environment: from DATABASE_URL or another variable that holds the whole URL, or from libpq's PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE. Nothing was written.",
    );
  }
  return {
    version: tool.library ?? tool.version,
    next,
    fresh,
    schema: schema ?? named,
    qualified: named !== undefined,
    remarks: [],
  };
}

async function ask(options: AskOptions, database: ConnectionSettings): Promise<AuthSql> {
  if (options.schema !== undefined) await createSchema(database, options.schema);
  const folder = scratchFolder("auth");
  try {
    const file = join(folder, "better-auth.sql");
    const printed = await run(options, database, file);
    const text = readIfThere(file);
    if (text === undefined) {
      if (/already up to date/i.test(printed)) return readAuthSql("");
      const said = lastLine(printed) ?? "and said nothing";
      throw failed(options, `it ended well and wrote nothing: ${said}`);
    }
    const problem = otherLanguage(text);
    if (problem !== undefined) {
      throw failed(
        options,
        problem,
        'Name a config whose `database` is a Pool of the driver pg, or { dialect, type: "postgres" }, and that shares its other options: --auth-config auth.cli.ts. Nothing was written.',
      );
    }
    return readAuthSql(text);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** With a search path that names no schema it would take the tables of `public` for those that are wanted. */
async function createSchema(settings: ConnectionSettings, schema: string): Promise<void> {
  const sql = await connect(settings, { applicationName: "dbfirst auth generate" });
  try {
    await sql.unsafe(`create schema if not exists ${quoteIdentifier(schema)}`);
  } finally {
    await sql.end();
  }
}

/** @returns what it printed. */
async function run(options: AskOptions, database: ConnectionSettings, file: string) {
  const { tool, configFile, projectDirectory, timeoutSeconds, signal } = options;
  const { execa } = await import("execa");
  const args = ["generate", "--cwd", projectDirectory, "--config", configFile, "--output", file];
  const { all, exitCode, timedOut } = await execa(process.execPath, [tool.program, ...args, "-y"], {
    cwd: projectDirectory,
    extendEnv: false,
    env: environmentOf(options, database),
    stdin: "ignore",
    all: true,
    reject: false,
    timeout: timeoutSeconds * 1000,
    cancelSignal: signal,
    forceKillAfterDelay: 2000,
  });
  signal.throwIfAborted();
  if (timedOut) throw failed(options, `it took longer than ${timeoutSeconds} s`);
  if (exitCode !== 0) throw failed(options, reasonIn(all) ?? `it ended with exit code ${exitCode}`);
  return all;
}

/** It reads .env files itself, and what is set already stays: so libpq's variables are set and not only taken away. */
function environmentOf({ env, schema }: AskOptions, settings: ConnectionSettings) {
  const { host, port, user, password, database, parameters } = settings;
  // The server takes spaces for the ends of its options.
  const path = schema && quoteIdentifier(schema).replaceAll(/[\\ ]/g, String.raw`\$&`);
  const options = path === undefined ? {} : { options: `-c search_path=${path}` };
  return {
    ...isolatedEnvironment(env, { ...settings, parameters: { ...parameters, ...options } }),
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database,
    ...(password === undefined ? {} : { PGPASSWORD: password }),
  };
}

function failed({ tool }: AskOptions, reason: string, hint = "Nothing was written."): DbfirstError {
  return new DbfirstError(
    "AUTH_COMMAND_LINE_FAILED",
    `${tool.name} ${tool.version} has no SQL: ${reason}`,
    { hint },
  );
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Not written: what it printed says why.
    return undefined;
  }
}

/** Of a stack the line that says what happened; colours are off. */
function reasonIn(printed: string): string | undefined {
  const error = /^.*\b(?:\w*Error|error)\b[^:\n]*: .+$/m.exec(printed)?.[0].trim();
  return error ?? lastLine(printed);
}

function lastLine(printed: string): string | undefined {
  return printed
    .split("\n")
    .map((line) => line.trim())
    .findLast((line) => line !== "");
}
