import type { Bytes } from "../text/bytes.ts";
import { type Charset, lengthOfCharacter, measuresOf } from "./charset.ts";
import { columnsOf } from "./wide-characters.ts";

/** How many bytes the character at `position` has. */
export function characterLength(text: Bytes, position: number, charset: Charset): number {
  const byte = text.charCodeAt(position);
  if (byte < 0x80 || charset === "single-byte") return 1;
  // The second byte may be marked (see marked-bytes.ts).
  const second = text.charCodeAt(position + 1) & 0xff;
  return Math.min(lengthOfCharacter(charset, byte, second), text.length - position);
}

/** How many columns the character at `position` takes; -1 for one that can't be printed. */
export function characterWidth(text: Bytes, position: number, charset: Charset): number {
  const byte = text.charCodeAt(position);
  if (byte < 0x80) return byte === 0 ? 0 : byte < 0x20 || byte === 0x7f ? -1 : 1;
  if (charset === "single-byte") return 1;
  const measures = measuresOf(charset);
  if (measures !== undefined) return measures.width(byte);
  const codePoint = codePointAt(text, position);
  if (codePoint < 0xa0 || codePoint > 0x10ffff) return -1;
  return columnsOf(codePoint);
}

/** The UTF-8 character at `position`, decoded without checks, as psql does; broken ones give a huge number. */
function codePointAt(text: Bytes, position: number): number {
  const byte = text.charCodeAt(position);
  const tail = (index: number): number => (text.charCodeAt(position + index) || 0) & 0x3f;
  if (byte < 0x80) return byte;
  if ((byte & 0xe0) === 0xc0) return ((byte & 0x1f) << 6) | tail(1);
  if ((byte & 0xf0) === 0xe0) return ((byte & 0x0f) << 12) | (tail(1) << 6) | tail(2);
  if ((byte & 0xf8) === 0xf0)
    return ((byte & 0x07) << 18) | (tail(1) << 12) | (tail(2) << 6) | tail(3);
  return 0xffffffff;
}

/** One line of a cell, ready to print, and its width in columns. */
export interface CellLine {
  text: Bytes;
  width: number;
}

/** The lines of a cell as psql prints them: tabs become spaces, what can't be printed is escaped. */
export function cellLines(text: Bytes, charset: Charset): CellLine[] {
  if (/^[\x20-\x7e]*$/.test(text)) return [{ text, width: text.length }];
  const lines: CellLine[] = [];
  let line = "";
  let width = 0;
  for (let position = 0; position < text.length;) {
    const length = characterLength(text, position, charset);
    const columns = characterWidth(text, position, charset);
    const character = text.slice(position, position + length);
    if (character === "\n") {
      lines.push({ text: line, width });
      line = "";
      width = 0;
    } else if (character === "\t") {
      const spaces = 8 - (width % 8);
      line += " ".repeat(spaces);
      width += spaces;
    } else if (columns < 0) {
      const escaped = escapeCharacter(text, position, character);
      line += escaped;
      width += character === "\r" ? 2 : length === 1 ? 4 : 6;
    } else {
      line += character;
      width += columns;
    }
    position += length;
  }
  lines.push({ text: line, width });
  return lines;
}

function escapeCharacter(text: Bytes, position: number, character: Bytes): Bytes {
  if (character === "\r") return "\\r";
  return character.length === 1
    ? `\\x${hex(character.charCodeAt(0), 2)}`
    : `\\u${hex(codePointAt(text, position), 4)}`;
}

/** The longest beginning of a printable line that fits in `columns` (one character at least): its bytes and its width. */
export function fitting(
  text: Bytes,
  columns: number,
  charset: Charset,
): { bytes: number; width: number } {
  let width = 0;
  let position = 0;
  while (position < text.length) {
    const columnsOfCharacter = characterWidth(text, position, charset);
    if (width + columnsOfCharacter > columns && width !== 0) break;
    width += columnsOfCharacter;
    position += characterLength(text, position, charset);
  }
  return { bytes: Math.min(position, text.length), width };
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
