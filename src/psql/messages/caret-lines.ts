import type { Charset } from "../print/charset.ts";
import { characterLength, characterWidth } from "../print/width.ts";
import type { Bytes } from "../text/bytes.ts";

const DISPLAY_WIDTH = 60;
const LEAST_RIGHT = 10;
/** Characters that are remembered: more than are ever shown, for each takes a column at least. */
const REACH = 2 * DISPLAY_WIDTH;

/** Where a character begins. */
interface Mark {
  byte: number;
  column: number;
}

/** `LINE 2: …` and the caret under the character at `position` (from 1): libpq's reportErrorPosition. */
export function caretLines(query: Bytes, position: number, charset: Charset): Bytes {
  if (position < 1) return "";
  const found = surroundings(query, position - 1, charset);
  if (found === undefined) return "";
  const { line, marks, location } = found;
  const columnOf = (index: number): number => (marks[index] as Mark).column;
  let begin = 0;
  let end = marks.length - 1;
  let cutLeft = false;
  let cutRight = false;
  if (columnOf(end) - columnOf(begin) > DISPLAY_WIDTH) {
    if (columnOf(begin) + DISPLAY_WIDTH >= columnOf(location) + LEAST_RIGHT) {
      while (columnOf(end) - columnOf(begin) > DISPLAY_WIDTH) end -= 1;
      cutRight = true;
    } else {
      while (columnOf(location) + LEAST_RIGHT < columnOf(end)) {
        end -= 1;
        cutRight = true;
      }
      while (columnOf(end) - columnOf(begin) > DISPLAY_WIDTH) {
        begin += 1;
        cutLeft = true;
      }
    }
  }
  const [from, to] = [marks[begin] as Mark, marks[end] as Mark];
  const shown = query.slice(from.byte, to.byte).replaceAll("\t", " ");
  const prefix = `LINE ${line}: ${cutLeft ? "..." : ""}`;
  const spaces = prefix.length + columnOf(location) - from.column;
  return `${prefix}${shown}${cutRight ? "..." : ""}\n${" ".repeat(Math.max(0, spaces))}^\n`;
}

/**
 * The characters of a line around the one at `location` (from 0, in characters of the statement), the end of the last one
 * included, and which of them it is. What lies far from it may be missing: a line may be as long as a file.
 */
function surroundings(
  query: Bytes,
  location: number,
  charset: Charset,
): { line: number; marks: Mark[]; location: number } | undefined {
  let marks: Mark[] = [];
  let found = -1;
  let line = 1;
  let byte = 0;
  let column = 0;
  let count = 0;
  let afterReturn = false;
  for (; byte < query.length; count += 1) {
    marks.push({ byte, column });
    if (count === location) found = marks.length - 1;
    const character = query[byte];
    if (character === "\r" || character === "\n") {
      if (count >= location) return { line, marks, location: found };
      if (character === "\r" || !afterReturn) line += 1;
      marks = [];
    }
    afterReturn = character === "\r";
    if (found >= 0 && count > location + REACH) return { line, marks, location: found };
    // The beginning tells whether the line is cut.
    if (found < 0 && marks.length > 20 * REACH) marks.splice(REACH, marks.length - 2 * REACH);
    const width = charset === "single-byte" ? 1 : characterWidth(query, byte, charset);
    column += width <= 0 ? 1 : width;
    byte += characterLength(query, byte, charset);
  }
  if (location > count) return undefined;
  marks.push({ byte, column });
  return { line, marks, location: found < 0 ? marks.length - 1 : found };
}
