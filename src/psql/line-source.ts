import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";

import type { Bytes } from "./text/bytes.ts";

/** Where a script's bytes come from, a chunk at a time; undefined at the end. */
export interface ChunkReader {
  read(): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

const CHUNK = 256 * 1024;

export async function openFile(path: string): Promise<ChunkReader> {
  const handle: FileHandle = await open(path, "r");
  return {
    async read() {
      const buffer = Buffer.allocUnsafe(CHUNK);
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, null);
      return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
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
      iterator ??= stream[Symbol.asyncIterator]();
      const { value, done } = await iterator.next();
      return done === true ? undefined : Buffer.from(value as Buffer);
    },
    close: () => Promise.resolve(),
  };
}

/** A script's lines, read by chunks. Lines come without waiting while the chunk lasts. */
export class LineSource {
  lineNumber = 0;
  readonly #reader: ChunkReader;
  #chunk: Buffer = Buffer.alloc(0);
  #text: Bytes = "";
  #position = 0;
  #ended = false;
  #hasNul = false;

  constructor(reader: ChunkReader) {
    this.#reader = reader;
  }

  /** The next line without its newline; undefined when more must be read first: then `fill`, unless `ended`. */
  next(): Bytes | undefined {
    const begin = this.#position;
    let text: Bytes | undefined;
    for (;;) {
      const end = this.#text.indexOf("\n", this.#position);
      if (end < 0 && !this.#ended) {
        this.#position = begin;
        return undefined;
      }
      if (end < 0 && this.#position >= this.#text.length) return text === "" ? undefined : text;
      const stop = end < 0 ? this.#text.length : end;
      const line = this.#text.slice(this.#position, stop);
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
    this.#text = this.#chunk.toString("latin1");
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
   * COPY data: whole lines up to and including the end marker `\.`, which psql sends too, as much as is read at once.
   * Counts them.
   */
  async takeCopyData(): Promise<{ data: Buffer; done: boolean }> {
    for (;;) {
      const marker = this.#endMarker();
      if (marker !== undefined) return { data: this.#takeLines(marker), done: true };
      const lastNewline = this.#text.lastIndexOf("\n");
      if (this.#ended) return { data: this.#takeLines(this.#chunk.length), done: true };
      if (lastNewline >= this.#position)
        return { data: this.#takeLines(lastNewline + 1), done: false };
      await this.fill();
    }
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  #endMarker(): number | undefined {
    let found = this.#text.indexOf("\\.", this.#position);
    while (found >= 0) {
      if (found === this.#position || this.#text[found - 1] === "\n") {
        if (this.#text[found + 2] === "\n") return found + 3;
        if (this.#text.startsWith("\r\n", found + 2)) return found + 4;
      }
      found = this.#text.indexOf("\\.", found + 2);
    }
    return undefined;
  }

  #takeLines(end: number): Buffer {
    const data = this.#chunk.subarray(this.#position, end);
    for (let newline = data.indexOf(10); newline >= 0; newline = data.indexOf(10, newline + 1))
      this.lineNumber += 1;
    this.#position = end;
    return data;
  }
}

/**
 * psql reads into C strings of 1,023 bytes: a zero byte hides the rest of such a piece, and where that hides the newline
 * too, the line goes on with the next one.
 */
function cutAtNul(
  line: Bytes,
  { hasNewline }: { hasNewline: boolean },
): { text: Bytes; ends: boolean } {
  let text = "";
  const whole = hasNewline ? `${line}\n` : line;
  for (let start = 0; start < whole.length; start += 1023) {
    const piece = whole.slice(start, start + 1023);
    const nul = piece.indexOf("\0");
    text += nul < 0 ? piece : piece.slice(0, nul);
    if (piece.endsWith("\n") && nul < 0) return { text: text.slice(0, -1), ends: true };
  }
  return { text, ends: false };
}
