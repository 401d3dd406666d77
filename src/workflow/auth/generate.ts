import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { nextFileName } from "../../better-auth/file-name.ts";
import { findAuthConfig } from "../../better-auth/find-config.ts";
import { fileText, mendIndexes, requiredColumns } from "../../better-auth/mend-sql.ts";
import { refuseOtherVersions } from "../../better-auth/command-lines.ts";
import type { Project } from "../../config/load.ts";
import type { SourceConfig } from "../../config/schema.ts";
import { SourceError } from "../../errors.ts";
import { fileReason } from "../../file-reason.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import type { Migration } from "../../sources/migration.ts";
import type { Source } from "../../sources/source.ts";
import { inOrder } from "../../sources/order.ts";
import { sqlFileNames } from "../../sources/sql.ts";
import { writeNewFile } from "../../sources/write-new-file.ts";
import { askBetterAuth } from "./plan.ts";
import { authSource } from "./source.ts";
import { lostChanges, replayCommitted, trialOf, tryOn, tryOnNew } from "./trial.ts";
import { readProjectSources } from "../project-sources.ts";
import { withShadow } from "../replay.ts";
import type { Run } from "../run.ts";
import { withSchemaStandIns } from "./schema-stand-ins.ts";

export interface AuthGenerateOptions {
  /** The file that exports `auth`; undefined: the source's, or where Better Auth looks. */
  configFile: string | undefined;
  /** The schema for Better Auth's tables; undefined: what the config says. */
  schema: string | undefined;
  /** Part of the new file's name. */
  label: string | undefined;
  now: Date;
  /** Write nothing. */
  dryRun: boolean;
}

export interface AuthGenerateResult {
  /** The new file, relative to the project; undefined: there is nothing to write. */
  file: string | undefined;
  /** What it holds. */
  text: string | undefined;
  /** The config that was read, relative to the project. */
  configFile: string;
  /** Of the project's better-auth. */
  version: string;
  createdTables: string[];
  /** `table.column`. */
  addedColumns: string[];
  warnings: string[];
}

/** Seconds that a config may take to load and Better Auth to answer. */
const planTimeout = 120;

/**
 * Writes the SQL that the project's own better-auth wants on top of the committed files, as the next file of its source: all
 * sources are replayed on a throw-away server, Better Auth compares with that, and what it says is applied there, to what is
 * there and to a new database, before it is written.
 *
 * @throws SourceError, UsageError where there is no config or no place for the file; DbfirstError AUTH_… where the config
 *   can't be loaded or the SQL doesn't work; ScriptError, DatabaseError of the replay.
 */
export async function generateAuth(
  project: Project,
  options: AuthGenerateOptions,
  run: Run,
): Promise<AuthGenerateResult> {
  const source = authSource(project);
  const named = options.configFile ?? (source.kind === "better-auth" ? source.config : undefined);
  const configFile = findAuthConfig(project.directory, named);
  const names = filesOf(project, source);
  const name = nextFileName(names, options);
  const sources = committedSources(project, source, {
    isFirst: names.length === 0,
    warn: run.warn,
  });
  const task = { source, configFile, name, names, sources };
  return withShadow(project, run, (shadow) => generateOn(shadow, project, { options, task, run }), {
    // The config's own driver may connect, and not every one takes a socket.
    loopback: true,
  });
}

/** What is asked for, by the names of files. */
interface Task {
  source: SourceConfig;
  /** Absolute. */
  configFile: string;
  /** Of the new file, in the source's folder. */
  name: string;
  /** Of the files that are there. */
  names: readonly string[];
  /** What the new file comes on top of. */
  sources: readonly Source[];
}

async function generateOn(
  shadow: Shadow,
  project: Project,
  { options, task, run }: { options: AuthGenerateOptions; task: Task; run: Run },
): Promise<AuthGenerateResult> {
  const { source, configFile, name, sources } = task;
  const trial = trialOf(project, run, shadow);
  const replayed = await replayCommitted(trial, sources, source.name);
  const current = replayed.settings;
  const empty = await shadow.createDatabase();
  run.step("Asking Better Auth for its SQL");
  const plan = await withSchemaStandIns(project, () =>
    askBetterAuth({
      configFile,
      projectDirectory: project.directory,
      current,
      empty,
      schema: options.schema,
      env: run.env,
      timeoutSeconds: planTimeout,
      signal: run.signal,
    }),
  );
  refuseOtherVersions(project.directory, plan.version, run.env["npm_config_user_agent"]);
  const statements = mendIndexes(plan.next.statements, plan.next.addedColumns);
  const required = requiredColumns(statements, plan.next.addedColumns);
  const text = fileText(plan, statements, required);
  const migration = asMigration(source, name, text);
  const place = { plan, sources, source, migration };
  if (statements.length > 0) await tryOn(trial, replayed, place);
  else if (replayed.failure !== undefined) throw replayed.failure;
  const lost = await lostChanges({ current, empty }, place);
  if (statements.length > 0) await tryOnNew(trial, place);
  run.signal.throwIfAborted();
  const isWanted = statements.length > 0;
  if (isWanted && !options.dryRun) {
    refuseOvertaken(project, task);
    write(project, source, migration);
  }
  return {
    file: isWanted ? migration.file : undefined,
    text: isWanted ? text : undefined,
    configFile: relative(project.directory, configFile),
    version: plan.version,
    createdTables: plan.next.createdTables,
    addedColumns: plan.next.addedColumns.map(({ table, column }) => `${table}.${column}`),
    warnings: [
      ...required.map(
        ({ table, column }) =>
          `"${table}"."${column}" is required and has no default: applying the file fails where "${table}" has rows. The file says what to do then; or give the field a defaultValue, or required: false, and generate again.`,
      ),
      ...plan.remarks,
      ...lost,
    ],
  };
}

function filesOf(project: Project, source: SourceConfig): string[] {
  return existsSync(join(project.directory, source.directory))
    ? sqlFileNames(project.directory, source)
    : [];
}

/** All sources in the order they run, with Better Auth's in its place even if it has no file yet. */
function committedSources(
  project: Project,
  source: SourceConfig,
  { isFirst, warn }: { isFirst: boolean; warn: (text: string) => void },
): Source[] {
  const configured = inOrder(
    project.sources.includes(source) ? project.sources : [source, ...project.sources],
  );
  return configured.map((one) => {
    const none = { name: one.name, migrations: [] };
    if (one === source && isFirst) return none;
    try {
      // Their order is settled, and names others that aren't read along with it.
      const alone = { ...project, sources: [{ ...one, dependsOn: undefined }] };
      return readProjectSources(alone)[0] ?? none;
    } catch (error) {
      if (!isUnbegun(error)) throw error;
      warn(`${error.message}: nothing of it is replayed`);
      return none;
    }
  });
}

/** In a new project Better Auth's tables come first, and the folders of other sources get their files after that. */
function isUnbegun(error: unknown): error is SourceError {
  return (
    error instanceof SourceError &&
    (error.code === "SOURCE_MISSING" || error.code === "SOURCE_EMPTY")
  );
}

function asMigration(source: SourceConfig, name: string, text: string): Migration {
  return {
    source: source.name,
    name,
    file: `${source.directory}/${name}`,
    text,
    checksum: createHash("sha256").update(text).digest("hex"),
  };
}

/** What another run wrote meanwhile makes the same tables: applied after it, this one's file would fail. */
function refuseOvertaken(project: Project, { source, names }: Task): void {
  const other = filesOf(project, source).find((name) => !names.includes(name));
  if (other === undefined) return;
  throw new SourceError(
    "AUTH_OVERTAKEN",
    `${source.directory}/${other} was written while this run looked for what is missing`,
    { hint: "Run it again, on top of that file. Nothing was written." },
  );
}

function write(project: Project, source: SourceConfig, { file, text }: Migration): void {
  try {
    mkdirSync(join(project.directory, source.directory), { recursive: true });
    writeNewFile(join(project.directory, file), text);
  } catch (error) {
    throw new SourceError("WRITE_FAILED", `${file} can't be written: ${writeReason(error)}`, {
      hint: "Nothing was written.",
      cause: error,
    });
  }
}

/** A name has the time in it, and is behind all others: only another run may have taken it. */
function writeReason(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === "EEXIST" && syscall === "open"
    ? "it is there already, so another run may have written it just now"
    : fileReason(error);
}
