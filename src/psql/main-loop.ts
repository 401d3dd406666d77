import { ArgumentReader } from "./backslash/arguments.ts";
import type { Outcome } from "./backslash/command.ts";
import { handleBackslash } from "./backslash/handle.ts";
import { Conditionals } from "./conditional.ts";
import { skipSpace } from "./execute/first-words.ts";
import { Pipeline } from "./execute/pipeline.ts";
import { sendQuery } from "./execute/send-query.ts";
import { filePath } from "./file-path.ts";
import type { LineSource } from "./line-source.ts";
import { openScript } from "./open-script.ts";
import { demandPath, RefusedScriptError } from "./permissions.ts";
import { includedName } from "./scan/include.ts";
import type { Statement } from "./reporter.ts";
import type { Session } from "./state.ts";
import type { Bytes } from "./text/bytes.ts";
import { Lexer } from "./text/lexer.ts";
import { markTrailingBytes } from "./text/marked-bytes.ts";
import { QueryBuffer } from "./text/query-buffer.ts";
import { refersToResults } from "./variables.ts";

/** psql's exit codes; the last is a shell's for a process that SIGPIPE has ended. */
export const PsqlExit = {
  ok: 0,
  failure: 1,
  badConnection: 2,
  script: 3,
  brokenPipe: 141,
} as const;

const BYTE_ORDER_MARK = "\xef\xbb\xbf";
const CUSTOM_DUMP =
  "The input is a PostgreSQL custom-format dump.\nUse the pg_restore command-line client to restore this dump to a database.\n\n";

/** Runs a script from its first line to its last (MainLoop in psql). Resolves to psql's exit code. */
export async function runSource(session: Session, source: LineSource): Promise<number> {
  const outer = session.source;
  session.source = source;
  try {
    return await new Script(session, source).run();
  } catch (error) {
    // Said here, where the place is known; it ends all the files that include this one.
    if (error instanceof RefusedScriptError && error.cause === undefined) {
      session.reporter.refused(error, session.place);
      throw new RefusedScriptError(error.message, { advice: error.advice, cause: error });
    }
    throw error;
  } finally {
    session.source = outer;
  }
}

/** Runs a file, as -f, \i and \ir do. Resolves to psql's exit code. */
export async function runFile(
  session: Session,
  file: Bytes,
  { relative, trusted = false }: { relative: boolean; trusted?: boolean },
): Promise<number> {
  const name = includedName(file, { relative, from: session.file });
  const path = filePath(session, name);
  if (!trusted) demandPath(session.permissions, path, session.cwd);
  const outer = session.file;
  const source = await openScript(session, name, path);
  if (source === undefined) return PsqlExit.failure;
  session.includes += 1;
  session.file = name;
  try {
    return await runSource(session, source);
  } finally {
    session.file = outer;
    session.includes -= 1;
    await source.close();
  }
}

class Script {
  readonly #session: Session;
  readonly #source: LineSource;
  readonly #lexer: Lexer;
  readonly #conditionals = new Conditionals();
  readonly #reader: ArgumentReader;
  readonly #pipeline: Pipeline;
  #buffer = new QueryBuffer();
  #previous = new QueryBuffer();
  /** As ON_ERROR_STOP was when the line began. */
  #dieOnError = false;
  #quit = false;
  #asksForResults = false;
  #stringsAreKnown = true;
  /** Whether a statement that may have changed client_encoding was offered since the pipeline was last empty. */
  #encodingMayChange = false;

  constructor(session: Session, source: LineSource) {
    this.#session = session;
    this.#source = source;
    this.#lexer = new Lexer({
      variable: (name, quoting) =>
        this.#conditionals.isActive
          ? session.variable(name, quoting, (say) => this.#pipeline.remark(source.lineNumber, say))
          : undefined,
      warn: (message) =>
        this.#pipeline.remark(source.lineNumber, () => session.reporter.warning(message)),
      keepsBodies: session.release.keepsBodies,
    });
    this.#pipeline = new Pipeline(session, (statement) => sendQuery(session, statement));
    this.#reader = new ArgumentReader(this.#lexer, session, () => this.#conditionals.isActive);
  }

  async run(): Promise<number> {
    try {
      return await this.#runLines();
    } finally {
      await this.#pipeline.drain();
    }
  }

  async #runLines(): Promise<number> {
    const { reporter } = this.#session;
    let result: number = PsqlExit.ok;
    while (result === PsqlExit.ok && !this.#quit) {
      if (this.#session.cancelled) return PsqlExit.script;
      const line = this.#source.next();
      if (line !== undefined) {
        this.#source.lineNumber += 1;
        result = await this.#runLine(line);
      } else if (this.#source.ended) break;
      else if (!(await this.#pipeline.drain())) result = PsqlExit.script;
      else {
        // Whoever writes the rest of the script may wait for what came of this.
        this.#session.stdout.flush();
        await this.#source.fill();
      }
    }
    if (result === PsqlExit.ok) result = await this.#finish();
    if (!this.#quit && result !== PsqlExit.script && !this.#conditionals.isEmpty) {
      reporter.error("reached EOF without finding closing \\endif(s)");
      if (this.#dieOnError) result = PsqlExit.script;
    }
    return result;
  }

  async #runLine(given: Bytes): Promise<number> {
    const session = this.#session;
    const number = this.#source.lineNumber;
    let text = given;
    if (number === 1) {
      if (session.encoding === "UTF8" && text.startsWith(BYTE_ORDER_MARK)) text = text.slice(3);
      if (text.startsWith("PGDMP")) {
        session.stdout.write(CUSTOM_DUMP);
        return PsqlExit.failure;
      }
    }
    if (text === "" && !this.#lexer.inQuote) return PsqlExit.ok;
    if (session.switches.echo === "all") session.stdout.write(`${text}\n`);

    if (this.#waitsForResults(text) && (!(await this.#pipeline.drain()) || session.cancelled))
      return PsqlExit.script;
    const line = markTrailingBytes(text, session.encoding);
    let addedNewline = -1;
    if (this.#buffer.length > 0) {
      this.#buffer.appendUnmapped("\n");
      addedNewline = this.#buffer.length;
    }
    this.#dieOnError = session.switches.onErrorStop || session.strict;
    const standardStrings = session.connection?.standardStrings ?? false;
    // What this line's own statements change counts from the next line on.
    this.#stringsAreKnown = this.#pipeline.isEmpty;
    this.#lexer.start(line, { number, standardStrings });

    let success = true;
    while (success || !this.#dieOnError) {
      const scanned = this.#lexer.scan(this.#buffer);
      if (scanned === "semicolon" || (scanned === "end-of-line" && session.switches.singleLine)) {
        if (this.#conditionals.isActive) {
          success = !this.#lexer.hasQuoteAhead || (await this.#knowStrings());
          success &&= await this.#send();
          addedNewline = -1;
        } else success = true;
      } else if (scanned === "backslash") {
        // A line with nothing but a command leaves the statement as it is.
        if (this.#buffer.length === addedNewline) this.#buffer.truncate(addedNewline - 1);
        addedNewline = -1;
        success = await this.#pipeline.drain();
        if (!success) break;
        const outcome = await this.#runBackslash();
        success = outcome !== "error";
        if (outcome === "send") {
          success = await this.#sendAlone({ text: this.#buffer.text, source: this.#buffer });
          this.#lexer.reset();
        } else if (outcome === "quit") {
          this.#quit = true;
          return PsqlExit.ok;
        }
      }
      if (session.reporter.stops) return PsqlExit.script;
      if (scanned === "end-of-line" || scanned === "incomplete") break;
    }
    if (this.#lexer.isInPlainString && success) success = await this.#knowStrings();
    if (!success && this.#dieOnError) return PsqlExit.script;
    return session.connection === undefined ? PsqlExit.badConnection : PsqlExit.ok;
  }

  /**
   * A line that asks for the outcome of statements waits for it, and goes statement by statement. A backslash in a string
   * is read as standard_conforming_strings says, which any statement may change; other characters as client_encoding says.
   */
  #waitsForResults(line: Bytes): boolean {
    this.#asksForResults = refersToResults(line);
    if (this.#asksForResults || line.includes("\\")) return true;
    return this.#encodingMayChange && /[\x80-\xff]/.test(line);
  }

  /**
   * Where a string goes on, or may follow: it is read as standard_conforming_strings is after the lines before this one,
   * so that their statements have to be done. What is read of the line by then can't differ. False when one has failed.
   */
  async #knowStrings(): Promise<boolean> {
    if (this.#stringsAreKnown) return true;
    if (!(await this.#pipeline.drain())) return false;
    this.#stringsAreKnown = true;
    this.#lexer.standardStrings = this.#session.connection?.standardStrings ?? false;
    return true;
  }

  /** Sends the statement that is collected, and begins a new one. */
  async #send(): Promise<boolean> {
    const sent = this.#buffer;
    const statement = { text: sent.text, source: sent };
    if (this.#session.watch?.(sent.text) === undefined && !this.#asksForResults) {
      const [line, place] = [this.#source.lineNumber, sent.placeOf(0)];
      const stopsAtError = this.#dieOnError;
      this.#encodingMayChange =
        (this.#encodingMayChange && !this.#pipeline.isEmpty) || mayChangeEncoding(sent.text);
      const taken = await this.#pipeline.offer({ statement, line, place, stopsAtError });
      if (taken !== undefined) {
        this.#buffer = new QueryBuffer();
        this.#previous = sent;
        return taken;
      }
    }
    return (await this.#pipeline.drain()) && this.#sendAlone(statement);
  }

  async #sendAlone(statement: Statement): Promise<boolean> {
    const sent = this.#buffer;
    const watch = this.#session.watch?.(statement.text);
    await watch?.before();
    this.#session.place = sent.placeOf(0);
    const success = await sendQuery(this.#session, statement);
    if (success) await watch?.after(this.#whereabouts(sent));
    this.#buffer = this.#previous;
    this.#buffer.clear();
    this.#previous = sent;
    return success;
  }

  /** The line of a statement's first word. */
  #whereabouts(sent: QueryBuffer): { file: Bytes; line: number } {
    const place = sent.placeOf(skipSpace(sent.text, 0));
    return { file: this.#session.file ?? "", line: place?.line ?? this.#source.lineNumber };
  }

  #runBackslash(): Promise<Outcome> {
    const { line, offset, text } = this.#lexer.place;
    this.#session.place = { line, offset: Math.max(0, offset - 1), text };
    return handleBackslash({
      session: this.#session,
      reader: this.#reader,
      conditionals: this.#conditionals,
      lexer: this.#lexer,
      buffer: this.#buffer,
      previous: this.#previous,
      include: (file, options) => runFile(this.#session, file, options),
    });
  }

  /** The last statement needs no semicolon, nor does the one before \quit. */
  async #finish(): Promise<number> {
    const session = this.#session;
    if (!(await this.#pipeline.drain()) || session.cancelled) return PsqlExit.script;
    if (session.strict && this.#lexer.isOpen && this.#conditionals.isActive) {
      const { what, ...place } = this.#lexer.opened;
      session.place = place;
      session.reporter.error(`unterminated ${what}`);
      return PsqlExit.script;
    }
    if (this.#buffer.length === 0) return PsqlExit.ok;
    let success = true;
    if (this.#conditionals.isActive) {
      success = await this.#sendAlone({ text: this.#buffer.text, source: this.#buffer });
    }
    if ((!success && this.#dieOnError) || session.reporter.stops) return PsqlExit.script;
    return session.connection === undefined ? PsqlExit.badConnection : PsqlExit.ok;
  }
}

/** By its first words: those of an INSERT are read only as far. */
function mayChangeEncoding(statement: Bytes): boolean {
  return /encoding|names|reset|discard|rollback|abort|execute|call/i.test(statement.slice(0, 300));
}
