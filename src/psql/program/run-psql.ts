import { DbfirstError } from "../../errors.ts";
import { toDatabaseError } from "../../postgres/failure.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { pset } from "../backslash/format.ts";
import { setOutput } from "../backslash/output.ts";
import { type CommandLine, parseCommandLine } from "./command-line.ts";
import { permissionsOf } from "./command-line-permissions.ts";
import { settingsOfCommandLine } from "./command-line-settings.ts";
import { connectSession } from "../connect/connect-session.ts";
import { FailedConnectionError } from "../connect/connection-failure.ts";
import { installedRelease } from "../external/installed-release.ts";
import { ConnectionLostError } from "../execute/run-statement.ts";
import { filePath, systemPath } from "../file-path.ts";
import { CommandLineError } from "./getopt.ts";
import { HELP } from "./help.ts";
import { HELP_TOPICS } from "./help-topics.ts";
import { LineSource, readStream } from "../line-source.ts";
import { BrokenPipeError, Output, type Sink } from "../output.ts";
import { RefusedScriptError } from "../permissions.ts";
import { PsqlExit } from "./psql-exit.ts";
import { PsqlReporter } from "../messages/reporter.ts";
import { inputForPsql, refusesScripts } from "./refuse-scripts.ts";
import { newestRelease } from "../release.ts";
import { runActions } from "./run-actions.ts";
import { Session } from "../state.ts";
import { systemMessage } from "../messages/system-message.ts";
import { inTerminalsEncoding } from "./terminal-encoding.ts";
import { type Bytes, toBytes } from "../text/bytes.ts";
import { cancel } from "../../postgres/wire/connect.ts";

export interface PsqlIo {
  stdin: NodeJS.ReadableStream;
  stdout: Sink;
  stderr: Sink;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** Aborting it sends a cancel request; the script ends as with Ctrl-C in psql. */
  signal?: AbortSignal | undefined;
  /** The database when the command line names none; without it, libpq's environment variables decide. */
  defaultSettings?: ConnectionSettings | undefined;
  /** Whether a connection that fails is thrown, as a DatabaseError with a remedy, and not told in psql's words. */
  throwsFailedConnection?: boolean | undefined;
}

const TRY_HELP = 'psql: hint: Try "psql --help" for more information.\n';

/**
 * psql without a terminal: the same options, output, messages and exit codes (0 done, 1 a file or an option, 2 no
 * connection, 3 an error with ON_ERROR_STOP). What scripts may do besides SQL is in permissions.ts.
 */
export async function runPsql(argv: readonly string[], io: PsqlIo): Promise<number> {
  const stdout = new Output(io.stdout);
  const stderr = new Output(io.stderr);
  let line: CommandLine;
  try {
    line = parseCommandLine(argv);
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    if (error.message !== "") stderr.write(`psql: ${error.message}\n`);
    stderr.write(TRY_HELP);
    stderr.flush();
    return PsqlExit.failure;
  }
  const release = () => line.release ?? installedRelease(io.env) ?? newestRelease;
  if (line.shows !== undefined) {
    const help = line.helpTopic === "options" ? HELP : HELP_TOPICS.get(line.helpTopic);
    if (help === undefined) {
      stderr.write(TRY_HELP);
      stderr.flush();
      return PsqlExit.failure;
    }
    stdout.write(line.shows === "help" ? help : `psql (PostgreSQL) ${release().version}\n`);
    stdout.flush();
    return PsqlExit.ok;
  }
  let stdin: LineSource | undefined;
  let reporter!: PsqlReporter;
  const session = new Session({
    io: {
      stdout,
      env: io.env,
      cwd: io.cwd,
      stdin: () => (stdin ??= new LineSource(readStream(io.stdin))),
    },
    settings: io.defaultSettings ?? nowhere,
    strict: false,
    release,
    permissions: await permissionsOf(line, io),
    reporter: (created) =>
      (reporter = new PsqlReporter({
        stdout,
        stderr,
        switches: created.switches,
        locus: () => created.locus,
        clientEncoding: () => created.encoding,
      })),
  });
  try {
    return await runWith(session, reporter, line, io);
  } catch (error) {
    if (error instanceof ConnectionLostError) return PsqlExit.badConnection;
    if (error instanceof BrokenPipeError) {
      session.connection?.destroy();
      return PsqlExit.brokenPipe;
    }
    if (!(error instanceof RefusedScriptError)) throw error;
    if (error.cause === undefined) reporter.refused(error, undefined);
    return PsqlExit.script;
  } finally {
    if (session.output !== stdout) await session.output.close();
    await session.connection?.close({ leaves: true });
    await session.log?.close();
    await stdout.close();
    await stderr.close();
  }
}

/** Until the command line's connection is known. */
const nowhere: ConnectionSettings = {
  host: "",
  port: 0,
  user: "",
  password: undefined,
  database: "",
  ssl: { mode: "prefer" },
  connectTimeout: undefined,
  parameters: {},
};

/** Whether psql's own arguments name the database, so that no other place has to be asked. */
export function namesDatabase(argv: readonly string[]): boolean {
  try {
    const line = parseCommandLine(argv);
    return line.shows !== undefined || line.database !== undefined || line.host !== undefined;
  } catch (error) {
    // runPsql reports it.
    if (error instanceof CommandLineError) return true;
    throw error;
  }
}

async function runWith(
  session: Session,
  reporter: PsqlReporter,
  line: CommandLine,
  io: PsqlIo,
): Promise<number> {
  if (line.executor === "builtin" && !(await applySettings(session, line))) return PsqlExit.failure;
  for (const extra of line.extra)
    if (!session.switches.quiet)
      reporter.warning(`extra command-line argument "${toBytes(extra)}" ignored`);
  let settings: ConnectionSettings = session.settings;
  try {
    const warn = (text: string): void => reporter.write(toBytes(`${text}\n`));
    const around = { env: io.env, warn, folder: io.cwd };
    settings = inTerminalsEncoding(settingsOfCommandLine(line, io.defaultSettings, around), io);
    const input = await inputForPsql(line, io);
    if (refusesScripts(session, reporter, { line, settings, input })) return PsqlExit.script;
    if (line.executor === "psql") {
      const { runExternalPsql } = await import("../external/run-psql.ts");
      return await runExternalPsql(line, settings, { ...io, stdin: input ?? io.stdin });
    }
    await connectSession(session, settings, { signal: io.signal });
  } catch (error) {
    io.signal?.throwIfAborted();
    if (error instanceof DbfirstError && error.code.startsWith("PSQL_")) {
      reporter.error(
        toBytes(`${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}`),
      );
      return PsqlExit.failure;
    }
    if (!(error instanceof Error)) throw error;
    const isUsage = error instanceof DbfirstError && error.code === "USAGE";
    const failed = error instanceof FailedConnectionError ? error : undefined;
    if (io.throwsFailedConnection === true && !isUsage)
      throw toDatabaseError(failed?.cause ?? error, failed?.server ?? settings);
    reporter.error(failed?.text ?? toBytes(error.message));
    return PsqlExit.badConnection;
  }
  if (!openLog(session, line.logFile)) return PsqlExit.failure;
  const interrupt = (): void => {
    session.cancelled = true;
    if (session.connection === undefined) return;
    reporter.write("Cancel request sent\n");
    cancel(session.settings, session.connection).catch(() => session.connection?.destroy());
  };
  io.signal?.addEventListener("abort", interrupt, { once: true });
  try {
    return await runActions(session, reporter, line);
  } finally {
    io.signal?.removeEventListener("abort", interrupt);
  }
}

/** -L: adds to the file that the user named. False when it can't be opened. */
function openLog(session: Session, file: Bytes | undefined): boolean {
  if (file === undefined) return true;
  try {
    session.log = Output.toFile(systemPath(filePath(session, file)), { append: true });
    return true;
  } catch (error) {
    const reason = systemMessage(error);
    session.reporter.error(`could not open log file "${file}": ${reason}`);
    return false;
  }
}

async function applySettings(session: Session, line: CommandLine): Promise<boolean> {
  for (const setting of line.settings) {
    if (setting.kind === "variable") {
      if (!session.set(setting.name, setting.value)) return false;
    } else if (setting.kind === "output") {
      if (!(await setOutput(session, setting.file, { trusted: true }))) return false;
    } else {
      const { quiet } = session.switches;
      session.switches.quiet = true;
      const done = pset(session, setting.name, setting.value);
      session.switches.quiet = quiet;
      if (done) continue;
      session.stdout.flush();
      session.reporter.error(`could not set printing parameter "${setting.name}"`);
      return false;
    }
  }
  return true;
}
