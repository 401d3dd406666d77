import { closeSync, openSync, readSync, statSync } from "node:fs";

import { systemPath } from "../file-path.ts";
import type { Bytes } from "../text/bytes.ts";

/** Small enough to stay in the processor's cache between the reading and the looking. */
const CHUNK = 128 * 1024;
/** A line that is longer isn't kept whole. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** A file's text in pieces of whole lines; nothing of one that `chunksOfFile` gives nothing of. */
export function* linesOfFile(path: Bytes): Generator<Bytes> {
  let rest = "";
  for (const chunk of chunksOfFile(path)) {
    const text = chunk.toString("latin1");
    const newline = text.lastIndexOf("\n");
    if (newline < 0 && rest.length < LONGEST_LINE) {
      rest += text;
      continue;
    }
    yield rest + text.slice(0, newline + 1);
    rest = text.slice(newline + 1);
  }
  if (rest !== "") yield rest;
}

/**
 * A file's bytes, each piece only until the next is asked for. Nothing of a file that isn't there, can't be read, or can
 * only be read once: a pipe or a terminal.
 */
export function* chunksOfFile(path: Bytes): Generator<Buffer> {
  const file = open(path);
  if (file === undefined) return;
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let length = read(file, buffer); length > 0; length = read(file, buffer))
      yield buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function open(name: Bytes): number | undefined {
  try {
    const path = systemPath(name);
    // Asked before: opening a pipe and closing it again would cut off who writes to it.
    return statSync(path).isFile() ? openSync(path, "r") : undefined;
  } catch {
    // Whoever runs the file says why it can't be opened.
    return undefined;
  }
}

function read(file: number, buffer: Buffer): number {
  try {
    return readSync(file, buffer);
  } catch {
    // Nor can it be read then.
    return 0;
  }
}
