import { closeSync, fstatSync, openSync, readSync } from "node:fs";

import type { Bytes } from "../text/bytes.ts";

const CHUNK = 1024 * 1024;
/** A line that is longer isn't kept whole. */
const LONGEST_LINE = 64 * CHUNK;

/**
 * A file's text in pieces of whole lines. Nothing of one that isn't there, can't be read, or can only be read once:
 * a pipe or a terminal.
 */
export function* linesOfFile(path: string): Generator<Bytes> {
  const file = open(path);
  if (file === undefined) return;
  try {
    let rest = "";
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let length = read(file, buffer); length > 0; length = read(file, buffer)) {
      const text = buffer.toString("latin1", 0, length);
      const newline = text.lastIndexOf("\n");
      if (newline < 0 && rest.length < LONGEST_LINE) {
        rest += text;
        continue;
      }
      yield rest + text.slice(0, newline + 1);
      rest = text.slice(newline + 1);
    }
    if (rest !== "") yield rest;
  } finally {
    closeSync(file);
  }
}

function open(path: string): number | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    // Whoever runs the file says why it can't be opened.
    return undefined;
  }
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  return undefined;
}

function read(file: number, buffer: Buffer): number {
  try {
    return readSync(file, buffer);
  } catch {
    return 0;
  }
}
