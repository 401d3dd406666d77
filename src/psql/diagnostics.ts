import { characterLength, characterWidth, type Charset } from "./print/width.ts";
import type { Switches } from "./special-variables.ts";
import type { Bytes } from "./text/bytes.ts";
import type { Diagnostic } from "../postgres/wire/responses.ts";

export interface DiagnosticStyle {
  verbosity: Switches["verbosity"];
  showContext: Switches["showContext"];
  /** Errors show CONTEXT where notices don't. */
  isError: boolean;
  charset: Charset;
}

/** A server's error or notice as libpq words it (pqBuildErrorMessage3), ending in a newline. */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  query: Bytes | undefined,
  style: DiagnosticStyle,
): Bytes {
  let text = `${diagnostic.severity}:  `;
  if (style.verbosity === "sqlstate" && diagnostic.sqlstate !== "")
    return `${text}${diagnostic.sqlstate}\n`;
  const terse = style.verbosity === "terse" || style.verbosity === "sqlstate";
  const verbose = style.verbosity === "verbose";
  if (verbose) text += `${diagnostic.sqlstate}: `;
  text += diagnostic.message;

  const position = diagnostic.position ?? diagnostic.internalPosition;
  const positioned = diagnostic.position !== undefined ? query : diagnostic.internalQuery;
  const pointed = !terse && positioned !== undefined;
  if (position !== undefined && !pointed) text += ` at character ${position}`;
  text += "\n";
  if (!terse) {
    if (position !== undefined && pointed) text += caretLines(positioned, position, style.charset);
    if (diagnostic.detail !== undefined) text += `DETAIL:  ${diagnostic.detail}\n`;
    if (diagnostic.hint !== undefined) text += `HINT:  ${diagnostic.hint}\n`;
    if (diagnostic.internalQuery !== undefined) text += `QUERY:  ${diagnostic.internalQuery}\n`;
    const contextWanted =
      style.showContext === "always" || (style.showContext === "errors" && style.isError);
    if (contextWanted && diagnostic.context !== undefined)
      text += `CONTEXT:  ${diagnostic.context}\n`;
  }
  return verbose ? text + verboseLines(diagnostic) : text;
}

function verboseLines(diagnostic: Diagnostic): Bytes {
  let text = "";
  const objects = [
    ["SCHEMA NAME", diagnostic.schema],
    ["TABLE NAME", diagnostic.table],
    ["COLUMN NAME", diagnostic.column],
    ["DATATYPE NAME", diagnostic.dataType],
    ["CONSTRAINT NAME", diagnostic.constraint],
  ] as const;
  for (const [label, value] of objects) if (value !== undefined) text += `${label}:  ${value}\n`;
  const { sourceFile, sourceLine, sourceFunction } = diagnostic;
  if (sourceFile === undefined && sourceLine === undefined && sourceFunction === undefined)
    return text;
  text += "LOCATION:  ";
  if (sourceFunction !== undefined) text += `${sourceFunction}, `;
  if (sourceFile !== undefined && sourceLine !== undefined) text += `${sourceFile}:${sourceLine}`;
  return `${text}\n`;
}

const DISPLAY_WIDTH = 60;
const LEAST_RIGHT = 10;

/** `LINE 2: …` and the caret under the character at `position` (from 1): libpq's reportErrorPosition. */
function caretLines(query: Bytes, position: number, charset: Charset): Bytes {
  const location = position - 1;
  if (location < 0) return "";
  // By character: where it begins, in bytes and in columns.
  const bytes: number[] = [];
  const columns: number[] = [];
  let offset = 0;
  let column = 0;
  let line = 1;
  let begin = 0;
  let end = -1;
  let count = 0;
  for (; offset < query.length; count += 1) {
    bytes.push(offset);
    columns.push(column);
    const character = query[offset];
    if (character === "\r" || character === "\n") {
      if (count >= location) {
        end = count;
        break;
      }
      if (character === "\r" || count === 0 || query[bytes[count - 1] as number] !== "\r")
        line += 1;
      begin = count + 1;
    }
    const width = charset === "single-byte" ? 1 : characterWidth(query, offset, charset);
    column += width <= 0 ? 1 : width;
    offset += characterLength(query, offset, charset);
  }
  if (end < 0) {
    end = count;
    bytes.push(offset);
    columns.push(column);
  }
  if (location > count) return "";
  const columnAt = (index: number): number => columns[index] ?? column;
  let cutLeft = false;
  let cutRight = false;
  if (columnAt(end) - columnAt(begin) > DISPLAY_WIDTH) {
    if (columnAt(begin) + DISPLAY_WIDTH >= columnAt(location) + LEAST_RIGHT) {
      while (columnAt(end) - columnAt(begin) > DISPLAY_WIDTH) end -= 1;
      cutRight = true;
    } else {
      while (columnAt(location) + LEAST_RIGHT < columnAt(end)) {
        end -= 1;
        cutRight = true;
      }
      while (columnAt(end) - columnAt(begin) > DISPLAY_WIDTH) {
        begin += 1;
        cutLeft = true;
      }
    }
  }
  const shown = query.slice(bytes[begin] ?? offset, bytes[end] ?? offset).replaceAll("\t", " ");
  const prefix = `LINE ${line}: ${cutLeft ? "..." : ""}`;
  const spaces = prefix.length + columnAt(location) - columnAt(begin);
  return `${prefix}${shown}${cutRight ? "..." : ""}\n${" ".repeat(Math.max(0, spaces))}^\n`;
}
