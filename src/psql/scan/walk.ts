import { ArgumentReader } from "../backslash/arguments.ts";
import { parseCopyArguments } from "../backslash/copy-arguments.ts";
import { COMMANDS } from "../backslash/table.ts";
import type { Bytes } from "../text/bytes.ts";
import { Lexer } from "../text/lexer.ts";
import { QueryBuffer, type SourcePlace } from "../text/query-buffer.ts";

/** A statement of a script, as far as it is known without running it. */
export interface SeenStatement {
  text: Bytes;
  place: SourcePlace;
  /** Within \if … \endif: it may never run. */
  conditional: boolean;
}

/** A backslash command that would run. */
export interface SeenCommand {
  name: Bytes;
  place: SourcePlace;
  conditional: boolean;
  /** What follows the name on its line. */
  rest: Bytes;
  /** Reads the arguments; variables stay as they are written. */
  reader: ArgumentReader;
  /** What the arguments that were read so far hold besides text. */
  seen: { variable: boolean; backquote: Bytes | undefined };
}

export interface ScriptVisitor {
  statement?(statement: SeenStatement): void;
  command?(command: SeenCommand): void;
}

const SENDS = new Set([
  "g",
  "gx",
  "gset",
  "gexec",
  "gdesc",
  "crosstabview",
  "watch",
  "parse",
  "close_prepared",
  "startpipeline",
  "sendpipeline",
  "syncpipeline",
  "endpipeline",
  "flush",
  "flushrequest",
  "getresults",
]);
const STANDARD_STRINGS =
  /^\s*set\s+(?:session\s+|local\s+)?standard_conforming_strings\s*(?:=|\sto\s)\s*'?(on|off)\b/i;

/**
 * Walks through a script without running it, line by line. Variables stay as they are written, and COPY's inline data
 * is recognized by the statement's words, so what a session would do can differ; running a script never relies on this.
 */
export class ScriptWalker {
  /** True after \quit: nothing that follows runs. */
  ended = false;
  readonly #visitor: ScriptVisitor;
  readonly #lexer = new Lexer({ variable: () => undefined, warn: () => undefined });
  readonly #buffer = new QueryBuffer();
  readonly #reader: ArgumentReader;
  #seen: SeenCommand["seen"] = { variable: false, backquote: undefined };
  #conditionals = 0;
  /** COPY commands whose data is still to come. */
  #copies = 0;
  #standardStrings = true;
  #restrictKey: Bytes | undefined;

  constructor(visitor: ScriptVisitor) {
    this.#visitor = visitor;
    const host = {
      variable: () => {
        this.#seen.variable = true;
        return undefined;
      },
      backquote: (command: Bytes) => {
        this.#seen.backquote ??= command;
        return "";
      },
      reporter: { error: () => undefined },
    };
    this.#reader = new ArgumentReader(this.#lexer, host, () => true);
  }

  /** Whether the following lines are data, up to `\.` */
  get inCopyData(): boolean {
    return this.#copies > 0;
  }

  endCopyData(): void {
    this.#copies -= 1;
  }

  /** Reads a line without its newline; lines count from 1. */
  line(given: Bytes, number: number): void {
    if (this.ended) return;
    const text = number === 1 && given.startsWith("\xef\xbb\xbf") ? given.slice(3) : given;
    if (number === 1 && text.startsWith("PGDMP")) {
      this.ended = true;
      return;
    }
    if (this.inCopyData) {
      if (/^\\\.\r?$/.test(text)) this.endCopyData();
      return;
    }
    if (text === "" && !this.#lexer.inQuote) return;
    if (this.#buffer.length > 0) this.#buffer.appendUnmapped("\n");
    this.#lexer.start(text, { number, standardStrings: this.#standardStrings });
    while (!this.ended) {
      const scanned = this.#lexer.scan(this.#buffer);
      if (scanned === "semicolon") this.#endStatement();
      else if (scanned === "backslash") this.#command();
      else break;
    }
  }

  /** The last statement needs no semicolon. */
  end(): void {
    if (!this.ended) this.#endStatement();
  }

  #endStatement(): void {
    const place = this.#buffer.placeOf(0);
    const { text, inlineCopies } = this.#buffer;
    this.#buffer.clear();
    this.#lexer.beginStatement();
    if (place === undefined || text === "") return;
    this.#visitor.statement?.({ text, place, conditional: this.#conditionals > 0 });
    this.#copies += inlineCopies;
    const standardStrings = STANDARD_STRINGS.exec(text)?.[1];
    if (standardStrings !== undefined)
      this.#standardStrings = standardStrings.toLowerCase() === "on";
  }

  #command(): void {
    const { line, offset, text } = this.#lexer.place;
    const place = { line, offset: Math.max(0, offset - 1), text };
    const name = this.#reader.commandName();
    const input = this.#lexer.input;
    const rest = input === undefined ? "" : input.text.slice(input.position);
    this.#seen = { variable: false, backquote: undefined };
    const command: SeenCommand = {
      name,
      place,
      conditional: this.#conditionals > 0,
      rest,
      reader: this.#reader,
      seen: this.#seen,
    };
    // What fails takes the rest of its line with it.
    if (!this.#isKnown(name) || (this.#restrictKey !== undefined && name !== "unrestrict"))
      this.#reader.next("whole-line");
    else {
      this.#follow(command);
      this.#visitor.command?.(command);
      const { skips } = COMMANDS.get(name) ?? {};
      // A program's command line may hold what looks like a command.
      if (skips === "whole-line" || skips === "file") this.#reader.next(skips);
      while (this.#reader.next() !== undefined);
    }
    this.#reader.end();
  }

  #isKnown(name: Bytes): boolean {
    const command = COMMANDS.get(name);
    return command !== undefined && command !== COMMANDS.get("d");
  }

  /** What the command means for the rest of the script. */
  #follow({ name, rest, conditional }: SeenCommand): void {
    if (name === "if") this.#conditionals += 1;
    else if (name === "endif") this.#conditionals = Math.max(0, this.#conditionals - 1);
    else if (name === "copy") {
      const parsed = parseCopyArguments(rest, { standardStrings: this.#standardStrings });
      if (typeof parsed !== "string" && parsed.direction === "from")
        if (parsed.other.kind === "script") this.#copies += 1;
    } else if (SENDS.has(name)) {
      this.#endStatement();
      this.#lexer.reset();
    } else if (name === "r" || name === "reset") {
      this.#buffer.clear();
      this.#lexer.reset();
    } else if ((name === "q" || name === "quit") && !conditional) {
      this.#endStatement();
      this.ended = true;
    } else if (name === "restrict" && !conditional) this.#restrictKey = this.#key();
    else if (name === "unrestrict" && !conditional && this.#key() === this.#restrictKey)
      this.#restrictKey = undefined;
  }

  #key(): Bytes | undefined {
    return this.#reader.next("normal", { semicolon: true, literal: true })?.text;
  }
}

/** Walks through a script that is in memory. */
export function walkScript(script: Bytes, visitor: ScriptVisitor): void {
  const walker = new ScriptWalker(visitor);
  for (const [index, line] of script.split("\n").entries()) walker.line(line, index + 1);
  walker.end();
}
