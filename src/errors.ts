/**
 * The exit codes of every command but `psql`, as diff(1) has them: "could not tell" is never mistaken for
 * "no difference" or "a difference".
 */
export const ExitCode = {
  /** Done, or in sync. */
  ok: 0,
  /** Drift, or something pending where that was asked. */
  different: 1,
  /** Trouble: bad input, no connection, a failed migration. */
  trouble: 2,
  /** Ended by Ctrl-C (128 + SIGINT), as a shell reports it. */
  interrupted: 130,
  /** Ended by SIGTERM (128 + SIGTERM). */
  terminated: 143,
} as const;

export interface DbfirstErrorOptions {
  /** What the person should do next, as one sentence or command. */
  hint?: string | undefined;
  cause?: unknown;
}

/** Every error that a person caused or can mend. Anything else that is thrown is a defect and shows its stack. */
export class DbfirstError extends Error {
  override readonly name: string = "DbfirstError";
  /** Stable, machine-readable: `CONFIG_INVALID`, `DATABASE_UNREACHABLE`, … */
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: DbfirstErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** The command line is wrong. */
export class UsageError extends DbfirstError {
  override readonly name = "UsageError";
  constructor(message: string, options: DbfirstErrorOptions = {}) {
    super("USAGE", message, options);
  }
}

/** One mistake in a configuration file. */
export interface ConfigProblem {
  /** Where: `sources[0].directory`, or a file with line and column. */
  at: string;
  /** What is wrong and what was expected. */
  message: string;
}

/** The configuration is wrong; lists every problem, not just the first. */
export class ConfigError extends DbfirstError {
  override readonly name = "ConfigError";
  readonly file: string;
  readonly problems: readonly ConfigProblem[];
  constructor(file: string, problems: readonly ConfigProblem[], options: DbfirstErrorOptions = {}) {
    const lines = problems.map((problem) => `  ${problem.at}: ${problem.message}`);
    super(
      "CONFIG_INVALID",
      [
        `${file} has ${problems.length === 1 ? "a mistake" : `${problems.length} mistakes`}:`,
        ...lines,
      ].join("\n"),
      options,
    );
    this.file = file;
    this.problems = problems;
  }
}

/** A source's migrations can't be read, or don't fit the ledger. */
export class SourceError extends DbfirstError {
  override readonly name = "SourceError";
}

/** Where in a script something is. Lines and columns count from 1; columns count characters (code points). */
export interface ScriptPosition {
  file: string;
  line: number;
  column: number;
}

export interface ScriptErrorDetails extends DbfirstErrorOptions {
  position: ScriptPosition;
  /** The statement that failed, as sent. */
  statement?: string | undefined;
  /** The five-character SQLSTATE, for errors that the server reported. */
  sqlstate?: string | undefined;
  /** The source line with a caret under the column, two lines of text. */
  excerpt?: string | undefined;
  detail?: string | undefined;
}

/** A script failed at a place that can be named. */
export class ScriptError extends DbfirstError {
  override readonly name = "ScriptError";
  readonly position: ScriptPosition;
  readonly statement: string | undefined;
  readonly sqlstate: string | undefined;
  readonly excerpt: string | undefined;
  readonly detail: string | undefined;
  constructor(message: string, details: ScriptErrorDetails) {
    super("SCRIPT_FAILED", message, details);
    this.position = details.position;
    this.statement = details.statement;
    this.sqlstate = details.sqlstate;
    this.excerpt = details.excerpt;
    this.detail = details.detail;
  }
}

/** The database can't be reached or refuses what we need. */
export class DatabaseError extends DbfirstError {
  override readonly name = "DatabaseError";
  readonly sqlstate: string | undefined;
  constructor(
    code: string,
    message: string,
    options: DbfirstErrorOptions & { sqlstate?: string | undefined } = {},
  ) {
    super(code, message, options);
    this.sqlstate = options.sqlstate;
  }
}

/** drizzle-kit's pull, or what it wrote, can't be used. */
export class PullError extends DbfirstError {
  override readonly name = "PullError";
}

/** An error as the end of another sentence: where, what, and the first line of what to do. */
export function inSentence(error: DbfirstError): string {
  const place =
    error instanceof ScriptError ? `${error.position.file}:${error.position.line}: ` : "";
  const hint = error.hint?.split("\n", 1)[0];
  // What a program printed is lines of its own.
  const space = error.message.includes("\n") ? "\n" : " ";
  return `${place}${error.message}${hint === undefined ? "" : space + hint}`;
}
