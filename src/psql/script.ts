import { ArgumentReader } from "./backslash/arguments.ts";
import type { Outcome } from "./backslash/command.ts";
import { handleBackslash } from "./backslash/handle.ts";
import { Conditionals } from "./conditional.ts";
import { skipSpace } from "./execute/first-words.ts";
import { Pipeline, type Sent } from "./execute/pipeline.ts";
import { sendQuery } from "./execute/send-query.ts";
import type { LineSource } from "./line-source.ts";
import { PsqlExit } from "./program/psql-exit.ts";
import { ReadingAhead } from "./reading-ahead.ts";
import type { Session } from "./state.ts";
import type { Bytes } from "./text/bytes.ts";
import { Lexer, type ScanResult } from "./text/lexer.ts";
import { markTrailingBytes } from "./text/marked-bytes.ts";
import { QueryBuffer } from "./text/query-buffer.ts";

/** Runs another file, as \i does. Resolves to psql's exit code. */
export type Include = (file: Bytes, options: { relative: boolean }) => Promise<number>;

const BYTE_ORDER_MARK = "\xef\xbb\xbf";
const CUSTOM_DUMP =
  "The input is a PostgreSQL custom-format dump.\nUse the pg_restore command-line client to restore this dump to a database.\n\n";

/**
 * One script, line by line. Most lines are read without waiting for anything, so that a line costs no promise: what has to
 * wait goes another way.
 */
export class Script {
  readonly #session: Session;
  readonly #source: LineSource;
  readonly #include: Include;
  readonly #lexer: Lexer;
  readonly #conditionals = new Conditionals();
  readonly #reader: ArgumentReader;
  readonly #pipeline: Pipeline;
  readonly #ahead: ReadingAhead;
  #buffer = new QueryBuffer();
  #previous = new QueryBuffer();
  /** The buffer's length when the line began, with the newline that was added for it; -1 without one. */
  #addedNewline = -1;
  /** As ON_ERROR_STOP was when the line began. */
  #dieOnError = false;
  #quit = false;

  constructor(session: Session, source: LineSource, include: Include) {
    this.#session = session;
    this.#source = source;
    this.#include = include;
    this.#lexer = new Lexer({
      variable: (name, quoting) =>
        this.#conditionals.isActive
          ? session.variable(name, quoting, (say) => this.#pipeline.remark(source.lineNumber, say))
          : undefined,
      warn: (message) =>
        this.#pipeline.remark(source.lineNumber, () => session.reporter.warning(message)),
      keepsBodies: () => session.release.keepsBodies,
    });
    this.#pipeline = new Pipeline(session, (statement) => sendQuery(session, statement));
    this.#ahead = new ReadingAhead(session, this.#lexer, this.#pipeline);
    this.#reader = new ArgumentReader(this.#lexer, session, () => this.#conditionals.isActive);
  }

  /** Resolves to psql's exit code. */
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
        const code = this.#runLine(line);
        result = typeof code === "number" ? code : await code;
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

  #runLine(given: Bytes): number | Promise<number> {
    const session = this.#session;
    let text = given;
    if (this.#source.lineNumber === 1) {
      if (session.encoding === "UTF8" && text.startsWith(BYTE_ORDER_MARK)) text = text.slice(3);
      if (text.startsWith("PGDMP")) {
        session.stdout.write(CUSTOM_DUMP);
        return PsqlExit.failure;
      }
    }
    if (text === "" && !this.#lexer.inQuote) return PsqlExit.ok;
    if (session.switches.echo === "all") session.stdout.write(`${text}\n`);
    if (this.#ahead.isToWait(text)) return this.#runLineAfterResults(text);
    this.#begin(text);
    return this.#readAtOnce();
  }

  async #runLineAfterResults(text: Bytes): Promise<number> {
    if (!(await this.#pipeline.drain()) || this.#session.cancelled) return PsqlExit.script;
    this.#begin(text);
    return this.#readAtOnce();
  }

  #begin(text: Bytes): void {
    const session = this.#session;
    this.#addedNewline = -1;
    if (this.#buffer.length > 0) {
      this.#buffer.appendUnmapped("\n");
      this.#addedNewline = this.#buffer.length;
    }
    this.#dieOnError = session.switches.onErrorStop || session.strict;
    const standardStrings = session.connection?.standardStrings ?? false;
    this.#ahead.begin();
    const line = markTrailingBytes(text, session.encoding);
    this.#lexer.start(line, { number: this.#source.lineNumber, standardStrings });
  }

  /** Reads the line, to its end if nothing in it has to be waited for: then a number is returned. */
  #readAtOnce(): number | Promise<number> {
    const { reporter, switches, connection } = this.#session;
    for (;;) {
      const scanned = this.#lexer.scan(this.#buffer);
      const isDone =
        scanned === "semicolon"
          ? this.#sendAtOnce()
          : scanned !== "backslash" && !switches.singleLine && !this.#ahead.isWithinUnknownString;
      if (!isDone) return this.#read(scanned);
      if (reporter.stops) return PsqlExit.script;
      if (scanned !== "semicolon")
        return connection === undefined ? PsqlExit.badConnection : PsqlExit.ok;
    }
  }

  /** Reads on in the line, which was `scanned` up to something that has to be waited for. */
  async #read(scanned: ScanResult): Promise<number> {
    const session = this.#session;
    let success = true;
    for (let found = scanned; ; found = this.#lexer.scan(this.#buffer)) {
      if (found === "semicolon" || (found === "end-of-line" && session.switches.singleLine)) {
        success = !this.#conditionals.isActive || (await this.#endStatement());
      } else if (found === "backslash") {
        success = await this.#pipeline.drain();
        if (!success) break;
        const outcome = await this.#runBackslash();
        success = outcome !== "error";
        if (outcome === "send") {
          success = await this.#sendAlone();
          this.#lexer.reset();
        } else if (outcome === "quit") {
          this.#quit = true;
          return PsqlExit.ok;
        }
      }
      if (session.reporter.stops) return PsqlExit.script;
      if (found === "end-of-line" || found === "incomplete") break;
      if (!success && this.#dieOnError) break;
    }
    if (success && this.#ahead.isWithinUnknownString) success = await this.#ahead.knowStrings();
    if (!success && this.#dieOnError) return PsqlExit.script;
    return session.connection === undefined ? PsqlExit.badConnection : PsqlExit.ok;
  }

  /** Hands on the statement that is collected, and begins a new one; false, with nothing done, if that has to wait. */
  #sendAtOnce(): boolean {
    if (!this.#conditionals.isActive) return true;
    if (this.#ahead.hasUnknownStringAhead) return false;
    if (this.#ahead.asksForResults || this.#session.watch !== undefined) return false;
    if (!this.#pipeline.takesAtOnce(this.#collected())) return false;
    this.#beginStatement();
    return true;
  }

  async #endStatement(): Promise<boolean> {
    if (this.#ahead.hasUnknownStringAhead && !(await this.#ahead.knowStrings())) return false;
    this.#addedNewline = -1;
    if (this.#session.watch?.(this.#buffer.text) === undefined && !this.#ahead.asksForResults) {
      const sent = this.#collected();
      const taken = await this.#pipeline.offer(sent);
      if (taken !== undefined) {
        this.#beginStatement();
        return taken;
      }
    }
    return (await this.#pipeline.drain()) && this.#sendAlone();
  }

  #collected(): Sent {
    return {
      statement: { text: this.#buffer.text, source: this.#buffer },
      line: this.#source.lineNumber,
      stopsAtError: this.#dieOnError,
    };
  }

  #beginStatement(): void {
    this.#addedNewline = -1;
    this.#previous = this.#buffer;
    this.#buffer = new QueryBuffer();
    this.#lexer.beginStatement();
  }

  async #sendAlone(): Promise<boolean> {
    const sent = this.#buffer;
    const watch = this.#session.watch?.(sent.text);
    await watch?.before();
    this.#session.place = sent.placeOf(0);
    const success = await sendQuery(this.#session, { text: sent.text, source: sent });
    if (success) await watch?.after(this.#whereabouts(sent));
    this.#buffer = this.#previous;
    this.#buffer.clear();
    this.#previous = sent;
    this.#lexer.beginStatement();
    return success;
  }

  /** The line of a statement's first word. */
  #whereabouts(sent: QueryBuffer): { file: Bytes; line: number } {
    const place = sent.placeOf(skipSpace(sent.text, 0));
    return { file: this.#session.file ?? "", line: place?.line ?? this.#source.lineNumber };
  }

  #runBackslash(): Promise<Outcome> {
    // A line with nothing but a command leaves the statement as it is.
    if (this.#buffer.length === this.#addedNewline) this.#buffer.truncate(this.#addedNewline - 1);
    this.#addedNewline = -1;
    const { line, offset, text } = this.#lexer.place;
    this.#session.place = { line, offset: Math.max(0, offset - 1), text };
    return handleBackslash({
      session: this.#session,
      reader: this.#reader,
      conditionals: this.#conditionals,
      lexer: this.#lexer,
      buffer: this.#buffer,
      previous: this.#previous,
      include: this.#include,
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
    const success = !this.#conditionals.isActive || (await this.#sendAlone());
    if ((!success && this.#dieOnError) || session.reporter.stops) return PsqlExit.script;
    return session.connection === undefined ? PsqlExit.badConnection : PsqlExit.ok;
  }
}
