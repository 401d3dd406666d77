import { constants } from "node:buffer";
import { close, closeSync, fstatSync, openSync, open, read, readSync, statSync } from "node:fs";
import { promisify } from "node:util";

import { DbfirstError } from "../errors.ts";
import type { Bytes } from "./text/bytes.ts";
import { cutAtNul } from "./text/cut-at-nul.ts";

/** Where a script's bytes come from, a chunk at a time; undefined at the end. */
export interface ChunkReader {
  read(): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

const CHUNK = 256 * 1024;

/** Opens a file, a pipe, a device. The errors are the system's; a directory fails when it is read. */
export async function openFile(path: string | Buffer): Promise<ChunkReader> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() === true) return openRegularFile(path, stat.size);
  // Whoever writes to a pipe may let us wait.
  const file = await promisify(open)(path, "r");
  return {
    async read() {
      const buffer = Buffer.allocUnsafe(CHUNK);
      const { bytesRead } = await promisify(read)(file, buffer, 0, CHUNK, null);
      return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
    },
    close: () => promisify(close)(file),
  };
}

/** The least that is asked for: a file may have grown. */
const SMALLEST = 512;

/** Reads as psql does: at once. Asking another thread to do it takes several times as long as the reading. */
function openRegularFile(path: string | Buffer, size: number): ChunkReader {
  const file = openSync(path, "r");
  let rest = size;
  return {
    async read() {
      // To allocate a whole chunk takes longer than a small include does.
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(SMALLEST, rest)));
      const length = readSync(file, buffer);
      rest -= length;
      return length === 0 ? undefined : buffer.subarray(0, length);
    },
    async close() {
      closeSync(file);
    },
  };
}

export function readText(bytes: Buffer): ChunkReader {
  let rest: Buffer | undefined = bytes;
  return {
    read() {
      const chunk = rest;
      rest = undefined;
      return Promise.resolve(chunk === undefined || chunk.length === 0 ? undefined : chunk);
    },
    close: () => Promise.resolve(),
  };
}

/** A stream (standard input), which stays open: others may read on. */
export function readStream(stream: NodeJS.ReadableStream): ChunkReader {
  let iterator: AsyncIterator<Buffer | string> | undefined;
  return {
    async read() {
      if (iterator === undefined) demandNoFolder(stream);
      iterator ??= stream[Symbol.asyncIterator]();
      const { value, done } = await iterator.next();
      return done === true ? undefined : Buffer.from(value as Buffer);
    },
    close: () => Promise.resolve(),
  };
}

/** Node gives an empty stream for a folder; the system says what it is. */
function demandNoFolder(stream: NodeJS.ReadableStream): void {
  const { fd } = stream as { fd?: unknown };
  if (typeof fd === "number" && fstatSync(fd).isDirectory()) readSync(fd, Buffer.alloc(1));
}

/** A script's lines, read by chunks. Lines come without waiting while the chunk lasts. */
export class LineSource {
  lineNumber = 0;
  readonly #reader: ChunkReader;
  #chunk: Buffer = Buffer.alloc(0);
  /** The chunk as text; undefined until a line is asked for: COPY data is passed on as it is. */
  #text: Bytes | undefined;
  #position = 0;
  #ended = false;
  #hasNul = false;
  /** Whether COPY data was taken up to the middle of a line. */
  #withinLine = false;

  constructor(reader: ChunkReader) {
    this.#reader = reader;
  }

  /** The next line without its newline; undefined when more must be read first: then `fill`, unless `ended`. */
  next(): Bytes | undefined {
    const begin = this.#position;
    const chunk = (this.#text ??= textOf(this.#chunk));
    let text: Bytes | undefined;
    for (;;) {
      const end = chunk.indexOf("\n", this.#position);
      if (end < 0 && !this.#ended) {
        this.#position = begin;
        return undefined;
      }
      if (end < 0 && this.#position >= chunk.length) return text === "" ? undefined : text;
      const stop = end < 0 ? chunk.length : end;
      const line = chunk.slice(this.#position, stop);
      this.#position = end < 0 ? stop : end + 1;
      if (!this.#hasNul || !line.includes("\0")) return text === undefined ? line : text + line;
      const cut = cutAtNul(line, { hasNewline: end >= 0 });
      text = (text ?? "") + cut.text;
      if (cut.ends) return text;
    }
  }

  /** The next line, waiting for it; undefined at the end. */
  async readLine(): Promise<Bytes | undefined> {
    for (;;) {
      const line = this.next();
      if (line !== undefined || this.#ended) return line;
      await this.fill();
    }
  }

  get ended(): boolean {
    return this.#ended;
  }

  async fill(): Promise<void> {
    const rest = this.#chunk.subarray(this.#position);
    const parts = rest.length === 0 ? [] : [rest];
    let added = 0;
    // A very long line is read in growing steps, so that its beginning isn't copied with each chunk.
    do {
      const chunk = await this.#reader.read();
      if (chunk === undefined) {
        this.#ended = true;
        break;
      }
      parts.push(chunk);
      added += chunk.length;
      if (!this.#hasNul && chunk.includes(0)) this.#hasNul = true;
      if (chunk.includes(10)) break;
    } while (added < rest.length);
    this.#chunk = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    this.#text = undefined;
    this.#position = 0;
  }

  /** All that is read and not yet used, and more with each call; undefined at the end. For binary COPY data. */
  async takeAll(): Promise<Buffer | undefined> {
    if (this.#position >= this.#chunk.length && !this.#ended) await this.fill();
    if (this.#position >= this.#chunk.length) return this.#ended ? undefined : Buffer.alloc(0);
    const data = this.#chunk.subarray(this.#position);
    this.#position = this.#chunk.length;
    return data;
  }

  /**
   * COPY data: as much as is read at once, up to and including the line of the end marker `\.`, which psql sends too.
   * Counts the lines. What may be the beginning of the marker waits for the rest of it.
   */
  async takeCopyData(): Promise<{ data: Buffer; done: boolean }> {
    for (;;) {
      const marker = this.#endOfMarker();
      if (marker !== undefined) return { data: this.#take(marker), done: true };
      if (this.#ended) return { data: this.#take(this.#chunk.length), done: true };
      const end = this.#chunk.length - this.#beginningOfMarker();
      if (end > this.#position) return { data: this.#take(end), done: false };
      await this.fill();
    }
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  /** Where the line of the end marker ends; undefined: it isn't in what is read. */
  #endOfMarker(): number | undefined {
    const chunk = this.#chunk;
    let line = this.#withinLine ? chunk.indexOf(NEWLINE, this.#position) + 1 : this.#position;
    if (this.#withinLine && line === 0) return undefined;
    for (;;) {
      if (chunk[line] === BACKSLASH && chunk[line + 1] === DOT) {
        if (chunk[line + 2] === NEWLINE) return line + 3;
        if (chunk[line + 2] === RETURN && chunk[line + 3] === NEWLINE) return line + 4;
      }
      const found = chunk.indexOf(MARKER, line);
      if (found < 0) return undefined;
      line = found + 1;
    }
  }

  /** How many bytes at the end may be the beginning of the end marker's line. */
  #beginningOfMarker(): number {
    const chunk = this.#chunk;
    for (let length = Math.min(3, chunk.length - this.#position); length > 0; length -= 1) {
      const from = chunk.length - length;
      const isLine = from === this.#position ? !this.#withinLine : chunk[from - 1] === NEWLINE;
      if (isLine && "\\.\r".startsWith(chunk.toString("latin1", from))) return length;
    }
    return 0;
  }

  #take(end: number): Buffer {
    const data = this.#chunk.subarray(this.#position, end);
    for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, at + 1))
      this.lineNumber += 1;
    if (data.length > 0) this.#withinLine = !this.#ended && data[data.length - 1] !== NEWLINE;
    this.#position = end;
    return data;
  }
}

const NEWLINE = 10;
const RETURN = 13;
const DOT = 46;
const BACKSLASH = 92;
const MARKER = Buffer.from("\n\\.");

/** @throws DbfirstError LINE_TOO_LONG for half a gigabyte without a newline in it. */
function textOf(chunk: Buffer): Bytes {
  if (chunk.length > constants.MAX_STRING_LENGTH)
    throw new DbfirstError(
      "LINE_TOO_LONG",
      "A line of the script is longer than half a gigabyte.",
      {
        hint: "Give a newline to the statement where white space may stand, or load the data by COPY, whose lines may be longer.",
      },
    );
  return chunk.toString("latin1");
}
