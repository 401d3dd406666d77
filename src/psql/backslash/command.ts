import type { Conditionals } from "../conditional.ts";
import { withHome } from "../file-path.ts";
import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import type { Lexer } from "../text/lexer.ts";
import type { QueryBuffer } from "../text/query-buffer.ts";
import type { Argument, ArgumentKind, ArgumentReader } from "./arguments.ts";

/** What is to happen after a command: go on, send the buffer, leave the file; or it failed, or isn't known. */
export type Outcome = "done" | "send" | "quit" | "error" | "unknown";

/** What a backslash command works with. */
export interface CommandContext {
  session: Session;
  /** As written, without the backslash. */
  name: Bytes;
  reader: ArgumentReader;
  conditionals: Conditionals;
  lexer: Lexer;
  /** Undefined for a command given with -c. */
  buffer: QueryBuffer | undefined;
  previous: QueryBuffer | undefined;
  /** Runs another file. Resolves to psql's exit code. */
  include(file: Bytes, options: { relative: boolean }): Promise<number>;
}

export interface Command {
  /** Runs the command, in an active branch. */
  run(context: CommandContext): Outcome | Promise<Outcome>;
  /** What is skipped in an inactive branch; by default all arguments. */
  skips?: ArgumentKind | "nothing";
  /** Runs in inactive branches too: \if and its kin. */
  always?: boolean;
}

/** The next argument's text. */
export function argument(
  context: CommandContext,
  kind: ArgumentKind = "normal",
  options: { semicolon?: boolean } = {},
): Bytes | undefined {
  return context.reader.next(kind, options)?.text;
}

/** The next argument as a file's name: `~` is the home folder. */
export function fileArgument(
  context: CommandContext,
  kind: ArgumentKind = "normal",
  options: { semicolon?: boolean } = {},
): Bytes | undefined {
  const name = argument(context, kind, options);
  return name && withHome(name, context.session.env);
}

export function remainingArguments(context: CommandContext): Argument[] {
  const all: Argument[] = [];
  for (let next = context.reader.next(); next !== undefined; next = context.reader.next())
    all.push(next);
  return all;
}

export function missingArgument(context: CommandContext): Outcome {
  context.session.reporter.error(`\\${context.name}: missing required argument`);
  return "error";
}

export function outcome(ok: boolean): Outcome {
  return ok ? "done" : "error";
}
