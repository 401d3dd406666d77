import { UsageError } from "../errors.ts";
import { toDatabaseError } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { connectSession } from "./connect/connect-session.ts";
import { FailedConnectionError } from "./connect/connection-failure.ts";
import { LineSource, readText } from "./line-source.ts";
import { Output } from "./output.ts";
import { runOwnStatements } from "./strict/own-statements.ts";
import type { Permissions } from "./permissions.ts";
import { runStrictly, type GivenScript } from "./strict/run-strictly.ts";
import { ScriptReporter } from "./messages/script-reporter.ts";
import { Session, type Watch } from "./state.ts";
import { fromBytes, toBytes } from "./text/bytes.ts";
import { cancel } from "../postgres/wire/connect.ts";
import type { TransactionStatus } from "../postgres/wire/result.ts";

export interface ScriptSessionOptions {
  /** The folder that files are read from and written to: what \i is relative to, and what scripts can't leave. */
  root: string;
  applicationName: string;
  /** Notices and warnings, and what \warn writes. */
  onNotice?: ((text: string) => void) | undefined;
  /** What results and \echo print. Dropped by default. */
  onOutput?: ((text: string) => void) | undefined;
  /** What scripts may do besides SQL. By default: files in the root. */
  permissions?: Permissions | undefined;
  /** psql's variables, as -v sets them. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** What to do about a script that can't run in the transaction that the caller has begun, for people. */
  transactionHint?: string | undefined;
  /** Called for each statement that succeeds, with its command tag. */
  onTag?: ((tag: string) => void) | undefined;
  /** Environment that \getenv reads and commands get. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Aborting it sends a cancel request; `run` and `execute` then throw its reason. */
  signal?: AbortSignal | undefined;
}

type AfterStatement = (at: { file: string; line: number }) => Promise<void>;

/** What is to be done round some of a script's statements. */
export interface StatementWatch {
  /** Asked for each statement's text. Others are sent ahead of the answers to those before them, as ever. */
  wants: (statement: string) => boolean;
  /** Awaited before a statement that is wanted, when all before it are done. May call `execute`. */
  before: () => Promise<void>;
  /** The same after it. */
  after: AfterStatement;
}

/** A session with the database in which scripts run as psql runs them, but stop at the first error of any kind. */
export interface ScriptSession {
  /**
   * Runs a script. Within a transaction it must stay in it; outside, it must not leave one open.
   *
   * @param watch awaited round statements; one function: after each, with the file (the included one, where `\i` includes it,
   *   as it is named there) and the line of its first word. It may call `execute`.
   * @throws ScriptError with the place in the file; what `watch` throws.
   */
  run(script: GivenScript, watch?: AfterStatement | StatementWatch): Promise<void>;
  /**
   * Runs one statement of the caller's own and returns its rows.
   * @throws ScriptError when COMMIT fails after a script, DatabaseError otherwise.
   */
  execute(sql: string): Promise<Record<string, string | null>[]>;
  /**
   * Runs several, which are sent together and run one after the other whatever becomes of those before: a COMMIT among them
   * comes after a failure only where that has made it a ROLLBACK.
   * @throws as `execute` does, of the first that failed.
   */
  executeAll(statements: readonly string[]): Promise<void>;
  transactionStatus(): TransactionStatus;
  /** Of the server's process; undefined where there is no connection. */
  processId(): number | undefined;
  /** Asks the server to stop what runs at the moment. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** @throws DatabaseError when the database can't be reached. */
export async function openScriptSession(
  settings: ConnectionSettings,
  options: ScriptSessionOptions,
): Promise<ScriptSession> {
  const { root, signal, applicationName } = options;
  let reporter!: ScriptReporter;
  const output = new Output({
    write(data) {
      options.onOutput?.(data.toString("utf8"));
      return true;
    },
  });
  const state = new Session({
    io: {
      stdout: output,
      env: options.env ?? {},
      cwd: root,
      stdin: () => new LineSource(readText(Buffer.alloc(0))),
    },
    settings,
    strict: true,
    permissions: options.permissions ?? onlyFilesIn(root),
    reporter: (created) =>
      (reporter = new ScriptReporter({
        locus: () => created.locus,
        place: () => created.place,
        onNotice: options.onNotice ?? (() => undefined),
      })),
  });
  state.variables.set("ON_ERROR_STOP", "on");
  state.variables.set("QUIET", "on");
  for (const [name, value] of Object.entries(options.variables ?? {})) {
    const refusal = state.variables.set(toBytes(name), toBytes(value));
    if (refusal !== undefined) throw new UsageError(fromBytes(refusal));
  }
  try {
    // Scripts are text here, and are sent as UTF-8.
    const parameters = { ...settings.parameters, client_encoding: "UTF8" };
    await connectSession(state, { ...settings, parameters }, { applicationName, signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FailedConnectionError) throw toDatabaseError(error.cause, error.server);
    throw toDatabaseError(error, settings);
  }

  const interrupt = async (): Promise<void> => {
    state.cancelled = true;
    const { connection } = state;
    if (connection === undefined) return;
    await cancel(state.settings, connection).catch(() => connection.destroy());
  };
  const onAbort = (): void => void interrupt();
  signal?.addEventListener("abort", onAbort, { once: true });
  let last: GivenScript | undefined;

  const execute = async (statements: readonly string[]) => {
    signal?.throwIfAborted();
    const done = runOwnStatements(state, statements, { settings, script: last });
    const rows = await done.catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
    signal?.throwIfAborted();
    return rows;
  };

  return {
    async run(script, watch) {
      signal?.throwIfAborted();
      last = script;
      state.cancelled = false;
      reporter.failure = undefined;
      state.watch = watch && watchOf(watch);
      const failure = await runStrictly(state, reporter, script, options);
      output.flush();
      signal?.throwIfAborted();
      if (failure !== undefined) throw failure;
    },
    execute: (sql) => execute([sql]),
    async executeAll(statements) {
      await execute(statements);
    },
    transactionStatus: () => state.connection?.status ?? "lost",
    processId: () => state.connection?.processId,
    cancel: interrupt,
    async close() {
      signal?.removeEventListener("abort", onAbort);
      await state.connection?.close();
    },
  };
}

function watchOf(watch: AfterStatement | StatementWatch): Session["watch"] {
  const { wants, before, after } =
    typeof watch === "function"
      ? { wants: () => true, before: () => Promise.resolve(), after: watch }
      : watch;
  const round: Watch = {
    before,
    after: ({ file, line }) => after({ file: fromBytes(file), line }),
  };
  return (statement) => (wants(fromBytes(statement)) ? round : undefined);
}

function onlyFilesIn(root: string): Permissions {
  return {
    roots: [root],
    servers: [],
    environment: false,
    shell: undefined,
    advice: () => "The caller of the script would have to allow it.",
  };
}
