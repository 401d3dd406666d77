import { isUtf8 } from "node:buffer";
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { ScriptError } from "../errors.ts";
import { checksumOf } from "../file-checksum.ts";
import { systemOfBothWays } from "./marked-sql.ts";
import type { Migration } from "./migration.ts";
import { readSourceFile } from "./read-file.ts";

/**
 * Reads one SQL file, and the one that undoes it.
 *
 * @throws ScriptError with line and column of the first byte that isn't UTF-8 text.
 * @throws SourceError when it isn't a file or can't be read.
 */
export function readMigration(options: {
  projectDirectory: string;
  source: string;
  name: string;
  file: string;
  /** The script that undoes it, if there is such a file. */
  downFile: string;
}): Migration {
  const { projectDirectory, source, name, file, downFile } = options;
  const bytes = readScript(projectDirectory, file);
  // A link that leads nowhere is there, too: reading it says so.
  const down = lstatSync(join(projectDirectory, downFile), { throwIfNoEntry: false })
    ? { file: downFile, text: readScript(projectDirectory, downFile).toString("utf8") }
    : undefined;
  const text = bytes.toString("utf8");
  const writtenFor = systemOfBothWays(text);
  return {
    source,
    name,
    file,
    text,
    checksum: checksumOf(bytes),
    ...(down && { down }),
    ...(writtenFor && { writtenFor }),
  };
}

function readScript(projectDirectory: string, file: string): Buffer {
  const bytes = readSourceFile(projectDirectory, file);
  refuseOtherEncodings(bytes, file);
  return bytes;
}

function refuseOtherEncodings(bytes: Buffer, file: string): void {
  if (isUtf8(bytes) && !bytes.includes(0)) return;
  const lines = splitLines(bytes);
  const index = lines.findIndex((line) => !isUtf8(line) || line.includes(0));
  const { column, byte } = firstBadByte(lines[index]!);
  const position = { file, line: index + 1, column };
  throw new ScriptError(`byte 0x${byte.toString(16).padStart(2, "0")} isn't UTF-8 text`, {
    position,
    hint: howToSave(bytes, file),
  });
}

function howToSave(bytes: Buffer, file: string): string {
  const encoding = utf16Of(bytes) ?? (isUtf8(bytes) ? undefined : "WINDOWS-1252");
  return encoding === undefined
    ? "No text of PostgreSQL can hold that byte: take it out."
    : `Save the file as UTF-8, for example: iconv -f ${encoding} -t UTF-8 ${file}`;
}

/** What Windows calls Unicode, and PowerShell writes: by its byte order mark, or a zero in every other byte of the beginning. */
function utf16Of(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 2).toString("hex");
  if (mark === "fffe" || mark === "feff") return "UTF-16";
  const zeros = [...bytes.subarray(0, 8)].map((byte) => (byte === 0 ? "0" : "-")).join("");
  if (/^(?:-0){2,4}$/.test(zeros)) return "UTF-16LE";
  return /^(?:0-){2,4}$/.test(zeros) ? "UTF-16BE" : undefined;
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  lines.push(bytes.subarray(start));
  return lines;
}

/** The first byte of a line that no character begins with or that breaks one off; columns count characters from 1. */
function firstBadByte(line: Buffer): { column: number; byte: number } {
  let column = 1;
  for (let start = 0; start < line.length; column++) {
    const byte = line[start]!;
    const end = start + sequenceLength(byte);
    if (byte === 0 || end > line.length || !isUtf8(line.subarray(start, end)))
      return { column, byte };
    start = end;
  }
  throw new Error("the line is valid UTF-8");
}

function sequenceLength(leadByte: number): number {
  if (leadByte >= 0xf0) return 4;
  if (leadByte >= 0xe0) return 3;
  return leadByte >= 0xc0 ? 2 : 1;
}
