import { formatDiagnostic } from "./diagnostics.ts";
import type { Output } from "../output.ts";
import { charsetOf } from "../print/charset.ts";
import type { Switches } from "../special-variables.ts";
import { type Bytes, toBytes } from "../text/bytes.ts";
import { columnOf, type QueryBuffer, type SourcePlace } from "../text/query-buffer.ts";
import type { Diagnostic } from "../../postgres/wire/responses.ts";

/** A statement as it is sent, with the way back to the file where there is one. */
export interface Statement {
  text: Bytes;
  source: QueryBuffer | undefined;
  /** For how many COPY … FROM STDIN data follow in the script, where the text isn't to be asked. */
  inlineCopies?: number;
}

/** An error that the server reported, or the loss of the connection (text only). */
export interface ServerError {
  diagnostic: Diagnostic | undefined;
  text: Bytes;
  /** The line of the last statement that was under way when the connection was lost, where there were several. */
  underWayUntil?: number | undefined;
}

/** Where messages go: psql's standard error, or the error that `apply` throws. */
export interface Reporter {
  error(text: Bytes): void;
  warning(text: Bytes): void;
  info(text: Bytes): void;
  /** What the script may not do, and where it wanted to; it ends the script. */
  refused(
    refusal: { message: string; advice: string | undefined },
    place: SourcePlace | undefined,
  ): void;
  /** An error in a statement of the script. */
  serverError(error: ServerError, statement: Statement): void;
  notice(diagnostic: Diagnostic, query: Bytes | undefined): void;
  /** \warn's text, as it is. */
  write(text: Bytes): void;
  /** True once an error was reported that ends the script whatever ON_ERROR_STOP says. */
  readonly stops: boolean;
}

/** Where the script is: the file as it was named, and the line. */
export interface Locus {
  /** undefined: -c, or standard input without -f. */
  file: Bytes | undefined;
  line: number;
  /** True outside of files, from the first -c or file on: messages then have neither name nor level. */
  terse: boolean;
}

export interface PsqlReporterOptions {
  stdout: Output;
  stderr: Output;
  switches: Switches;
  locus: () => Locus;
  clientEncoding: () => Bytes | undefined;
}

/** Messages as psql writes them: `psql:FILE:LINE: error: …`. */
export class PsqlReporter implements Reporter {
  readonly stops = false;
  readonly #options: PsqlReporterOptions;

  constructor(options: PsqlReporterOptions) {
    this.#options = options;
  }

  error(text: Bytes): void {
    this.#log("error: ", text);
  }

  warning(text: Bytes): void {
    this.#log("warning: ", text);
  }

  info(text: Bytes): void {
    this.#log("", text);
  }

  refused(
    { message, advice }: { message: string; advice: string | undefined },
    place: SourcePlace | undefined,
  ): void {
    const column = place === undefined ? "" : `column ${columnOf(place)}: `;
    this.error(toBytes(`${column}${message}${advice === undefined ? "" : `; ${advice}`}`));
  }

  serverError(error: ServerError, statement: Statement): void {
    this.info(this.format(error, statement.text));
  }

  notice(diagnostic: Diagnostic, query: Bytes | undefined): void {
    this.info(this.#formatted(diagnostic, query, { isError: false }));
  }

  write(text: Bytes): void {
    this.#options.stdout.flush();
    this.#options.stderr.write(text);
    this.#options.stderr.flush();
  }

  /** The error's text as libpq gives it, for those who put something before it. */
  format(error: ServerError, query: Bytes | undefined): Bytes {
    if (error.diagnostic === undefined) return error.text;
    return this.#formatted(error.diagnostic, query, { isError: true }) + error.text;
  }

  /** The error with everything that is known of it, for \errverbose. */
  formatVerbose(error: ServerError, statement: Statement): Bytes {
    if (error.diagnostic === undefined) return error.text;
    const charset = charsetOf(this.#options.clientEncoding());
    const style = { verbosity: "verbose", showContext: "always", isError: true, charset } as const;
    return formatDiagnostic(error.diagnostic, statement.text, style);
  }

  #formatted(
    diagnostic: Diagnostic,
    query: Bytes | undefined,
    { isError }: { isError: boolean },
  ): Bytes {
    const { verbosity, showContext } = this.#options.switches;
    const charset = charsetOf(this.#options.clientEncoding());
    return formatDiagnostic(diagnostic, query, { verbosity, showContext, isError, charset });
  }

  #log(level: string, text: Bytes): void {
    const { stdout, stderr, locus } = this.#options;
    stdout.flush();
    const { file, line, terse } = locus();
    const place = file === undefined ? "" : `${file}:${line > 0 ? `${line}:` : ""}`;
    const prefix = terse ? "" : `psql:${place} ${level}`;
    stderr.write(`${prefix}${text.endsWith("\n") ? text.slice(0, -1) : text}\n`);
    stderr.flush();
  }
}
