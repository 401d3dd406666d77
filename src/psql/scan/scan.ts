import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Environment } from "../connect/environment.ts";
import { filePath } from "../file-path.ts";
import { type Permissions, RefusedScriptError } from "../permissions.ts";
import { type Bytes, toBytes } from "../text/bytes.ts";
import type { SourcePlace } from "../text/query-buffer.ts";
import { demandCommand, type ScanPlace } from "./demand.ts";
import { chunksOfFile, linesOfFile } from "./lines-of-file.ts";
import { lastSuspicion, Suspicion } from "./suspicious.ts";
import { type SeenCommand, ScriptWalker } from "./walk.ts";

/** Something that a script may not do, found before anything runs. */
export interface Refusal {
  /** As the file is named in messages; undefined: given with -c. */
  file: Bytes | undefined;
  place: SourcePlace;
  message: string;
  /** How it can be allowed; undefined: it can't. */
  advice: string | undefined;
}

export interface ScanOptions {
  permissions: Permissions;
  cwd: string;
  settings: ConnectionSettings;
  /** What \\connect takes from the environment where it takes nothing from the connection before. */
  env?: Environment;
  /** Takes what stands within \if … \endif for certain to run: for an executor that can't be stopped later. */
  thorough?: boolean;
  /** Refuses also what psql lets pass and a migration may not: \\connect, \\quit with an argument, ON_ERROR_STOP off. */
  strict?: boolean;
}

/**
 * Looks for what isn't allowed in scripts and the files that they include by literal names, before anything runs. What
 * it can't know (variables in names; branches of \if, unless `thorough`) is stopped when it is reached.
 */
export class ScriptScan {
  readonly #place: ScanPlace;
  /** Files that were looked at, each with the folder that its names are relative to. */
  readonly #done = new Set<string>();

  constructor({ cwd, env = {}, thorough = false, strict = false, ...options }: ScanOptions) {
    this.#place = { ...options, cwd: toBytes(cwd), env, thorough, strict, file: undefined };
  }

  /** A script's text, or a command given with -c. */
  text(text: Bytes, file: Bytes | undefined): Refusal | undefined {
    const last = this.#place.thorough ? text.length : lastSuspicion(text);
    if (last < 0) return undefined;
    return this.#refusalIn(file, () =>
      this.#walk(file, (walker) => void feed(walker, text, { number: 1, last })),
    );
  }

  /** A file; one that can't be read, or only once (a pipe), is let pass. */
  file(file: Bytes): Refusal | undefined {
    return this.#refusalIn(file, () => this.#walkFile(file));
  }

  #refusalIn(file: Bytes | undefined, walk: () => void): Refusal | undefined {
    try {
      walk();
    } catch (error) {
      if (error instanceof FoundRefusal) return error.refusal;
      throw error;
    }
    return undefined;
  }

  #walkFile(file: Bytes): void {
    const { cwd } = this.#place;
    if (cwd === undefined) return;
    const path = filePath({ cwd }, file);
    const key = `${cwd}\0${path}`;
    if (this.#done.has(key)) return;
    this.#done.add(key);
    const last = this.#place.thorough ? Infinity : lastSuspicionInFile(path);
    if (last < 0) return;
    this.#walk(file, (walker) => {
      let number = 1;
      let begin = 0;
      for (const lines of linesOfFile(path)) {
        number = feed(walker, lines, { number, last: last - begin });
        begin += lines.length;
        if (begin > last || walker.ended) break;
      }
    });
  }

  #walk(file: Bytes | undefined, read: (walker: ScriptWalker) => void): void {
    const outer = this.#place.file;
    this.#place.file = file;
    const walker = new ScriptWalker({ command: (command) => this.#look(command) });
    read(walker);
    walker.end();
    this.#place.file = outer;
  }

  #look(command: SeenCommand): void {
    const place = this.#place;
    if (command.conditional && !place.thorough) {
      // A \cd or \connect that may run leaves both unknown.
      if (command.name === "cd") place.cwd = undefined;
      if (command.name === "c" || command.name === "connect") place.settings = undefined;
      return;
    }
    let included: Bytes | undefined;
    try {
      included = demandCommand(command, place);
    } catch (error) {
      if (!(error instanceof RefusedScriptError)) throw error;
      const { message, advice } = error;
      throw new FoundRefusal({ file: place.file, place: command.place, message, advice });
    }
    if (included !== undefined) this.#walkFile(included);
  }
}

/** Ends the walk at the first refusal. */
class FoundRefusal extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

function lastSuspicionInFile(path: Bytes): number {
  const suspicion = new Suspicion();
  for (const chunk of chunksOfFile(path)) suspicion.read(chunk);
  return suspicion.last;
}

/**
 * Gives the walker whole lines, of which the first is `number`, up to the one with the byte `last`; returns the number of
 * the line after them.
 */
function feed(
  walker: ScriptWalker,
  lines: Bytes,
  { number, last }: { number: number; last: number },
): number {
  let next = number;
  for (let begin = 0; begin < lines.length && begin <= last && !walker.ended; next += 1) {
    const newline = lines.indexOf("\n", begin);
    const end = newline < 0 ? lines.length : newline;
    walker.line(lines.slice(begin, end), next);
    begin = end + 1;
  }
  return next;
}
