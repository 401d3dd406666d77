import { dirname } from "node:path";

import { DbfirstError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { ArgumentReader } from "./backslash/arguments.ts";
import { pset } from "./backslash/format.ts";
import { handleBackslash } from "./backslash/handle.ts";
import { setOutput } from "./backslash/output.ts";
import {
  type Action,
  type CommandLine,
  CommandLineError,
  parseCommandLine,
} from "./command-line.ts";
import { Conditionals } from "./conditional.ts";
import { connectionFailure, connectSession } from "./connect-session.ts";
import { settingsFromConnectionString } from "./connection-string.ts";
import { parametersFromEnvironment, settingsFromEnvironment } from "./environment.ts";
import { backdoor, ConnectionLostError } from "./execute/run-statement.ts";
import { sendQuery } from "./execute/send-query.ts";
import { HELP } from "./help.ts";
import { LineSource, readStream } from "./line-source.ts";
import { PsqlExit, runFile, runSource } from "./main-loop.ts";
import { Output, type Sink } from "./output.ts";
import { RefusedScriptError } from "./permissions.ts";
import { PsqlReporter } from "./reporter.ts";
import { Session } from "./state.ts";
import { fromBytes, toBytes } from "./text/bytes.ts";
import { Lexer } from "./text/lexer.ts";
import { cancel } from "./wire/connect.ts";

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
}

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
    stderr.write(`psql: ${error.message}\npsql: hint: Try "psql --help" for more information.\n`);
    stderr.flush();
    return PsqlExit.failure;
  }
  if (line.shows !== undefined) {
    stdout.write(line.shows === "help" ? HELP : "psql (PostgreSQL) 15.18\n");
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
    settings: io.defaultSettings ?? settingsFromEnvironment(io.env),
    strict: false,
    permissions: {
      roots: [io.cwd, ...line.allowedPaths, ...foldersOf(line.actions)],
      servers: line.allowedServers,
      environment: line.allowsSetenv,
    },
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
    if (!(error instanceof RefusedScriptError)) throw error;
    if (error.cause === undefined) reporter.error(toBytes(error.message));
    return PsqlExit.script;
  } finally {
    if (session.output !== stdout) session.output.close();
    stdout.flush();
    stderr.flush();
    await session.connection?.close();
    await stdout.room();
  }
}

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
  if (!applySettings(session, line)) return PsqlExit.failure;
  for (const extra of line.extra)
    if (!session.switches.quiet)
      reporter.warning(`extra command-line argument "${toBytes(extra)}" ignored`);
  let settings: ConnectionSettings = session.settings;
  try {
    settings = settingsOf(line, session.settings);
    const parameters = { ...parametersFromEnvironment(io.env), ...settings.parameters };
    settings = { ...settings, parameters };
    await connectSession(session, settings, { signal: io.signal });
  } catch (error) {
    io.signal?.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    reporter.error(
      error instanceof DbfirstError && error.code === "USAGE"
        ? toBytes(error.message)
        : connectionFailure(error, settings),
    );
    return PsqlExit.badConnection;
  }
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

async function runActions(
  session: Session,
  reporter: PsqlReporter,
  line: CommandLine,
): Promise<number> {
  const { switches } = session;
  const actions: Action[] =
    line.actions.length > 0 ? line.actions : [{ kind: "file", name: undefined }];
  if (
    line.singleTransaction &&
    !(await control(session, reporter, "BEGIN")) &&
    switches.onErrorStop
  )
    return PsqlExit.script;
  let result: number = PsqlExit.ok;
  for (const action of actions) {
    result = await runAction(session, reporter, action);
    if (result !== PsqlExit.ok && switches.onErrorStop) break;
  }
  if (line.singleTransaction) {
    const command = result !== PsqlExit.ok && switches.onErrorStop ? "ROLLBACK" : "COMMIT";
    if (!(await control(session, reporter, command)) && switches.onErrorStop)
      return PsqlExit.script;
  }
  return result;
}

async function runAction(
  session: Session,
  reporter: PsqlReporter,
  action: Action,
): Promise<number> {
  reporter.terse = action.kind !== "file" || action.name === undefined;
  if (action.kind === "file") {
    try {
      if (action.name !== undefined && action.name !== "-") {
        reporter.terse = false;
        return await runFile(session, action.name, { relative: false, trusted: true });
      }
      session.file = action.name === "-" ? "<stdin>" : undefined;
      return await runSource(session, session.stdin());
    } finally {
      session.file = undefined;
      reporter.terse = true;
    }
  }
  if (session.switches.echo === "all") session.stdout.write(`${action.text}\n`);
  if (action.kind === "query") {
    const ok = await sendQuery(session, { text: action.text, source: undefined });
    return ok ? PsqlExit.ok : PsqlExit.failure;
  }
  const conditionals = new Conditionals();
  const lexer = new Lexer({
    variable: (name, quoting) => session.variable(name, quoting),
    warn: (message) => reporter.warning(message),
  });
  lexer.start(action.text, {
    number: 0,
    standardStrings: session.connection?.standardStrings ?? false,
  });
  const outcome = await handleBackslash({
    session,
    reader: new ArgumentReader(lexer, session, () => conditionals.isActive),
    conditionals,
    lexer,
    buffer: undefined,
    previous: undefined,
    include: (file, options) => runFile(session, file, options),
  });
  return outcome === "error" ? PsqlExit.failure : PsqlExit.ok;
}

/** -1's own transaction commands. */
async function control(
  session: Session,
  reporter: PsqlReporter,
  command: string,
): Promise<boolean> {
  if (session.connection === undefined) {
    reporter.error("You are currently not connected to a database.");
    return false;
  }
  const { error } = await backdoor(session, command);
  if (error !== undefined) reporter.info(reporter.format(error, command));
  return error === undefined;
}

function applySettings(session: Session, line: CommandLine): boolean {
  for (const setting of line.settings) {
    if (setting.kind === "variable") {
      if (!session.set(setting.name, setting.value)) return false;
    } else if (setting.kind === "output") {
      if (!setOutput(session, setting.file)) return false;
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

function settingsOf(line: CommandLine, base: ConnectionSettings): ConnectionSettings {
  const { database, host, port, user } = line;
  let settings: ConnectionSettings = { ...base };
  if (database !== undefined)
    settings = /^postgres(?:ql)?:\/\/|=/.test(database)
      ? settingsFromConnectionString(database, base, { reuse: false })
      : { ...settings, database };
  if (host !== undefined) settings.host = host;
  if (port !== undefined) settings.port = Number(port);
  if (user !== undefined) settings.user = user;
  return settings;
}

/** A file that the user names may use its own folder. */
function foldersOf(actions: readonly Action[]): string[] {
  return actions.flatMap((action) =>
    action.kind === "file" && action.name !== undefined && action.name !== "-"
      ? [dirname(fromBytes(action.name))]
      : [],
  );
}
