import { ScriptError, type ScriptErrorDetails } from "../../errors.ts";
import { characterLength, characterWidth } from "../print/width.ts";
import { type Bytes, fromBytes } from "../text/bytes.ts";
import { columnOf, type SourcePlace } from "../text/query-buffer.ts";

/** Columns of a source line that an excerpt shows. */
const EXCERPT_WIDTH = 100;

/** An error at a place of a script, with the line and a caret under the column. */
export function scriptErrorAt(
  message: string,
  file: string,
  place: SourcePlace | undefined,
  details: Omit<ScriptErrorDetails, "position"> = {},
): ScriptError {
  if (place === undefined)
    return new ScriptError(message, { ...details, position: { file, line: 1, column: 1 } });
  const column = columnOf(place);
  const position = { file, line: place.line, column };
  return new ScriptError(message, { ...details, position, excerpt: excerptOf(place) });
}

/** The source line and a caret below it; of a long line, the part around the place. */
function excerptOf(whole: SourcePlace): string {
  const { place, cutLeft, cutRight } = neighbourhood(whole);
  const cells: { text: Bytes; width: number }[] = [];
  let caret = 0;
  for (let position = 0; position < place.text.length;) {
    const length = characterLength(place.text, position, "utf8");
    const text = place.text.slice(position, position + length);
    if (position <= place.offset) caret = cells.length;
    const plain = text === "\t" || text === "\r";
    cells.push({
      text: plain ? " " : text,
      width: plain ? 1 : Math.max(0, characterWidth(place.text, position, "utf8")),
    });
    position += length;
  }
  if (place.offset >= place.text.length) caret = cells.length;
  const from =
    cells.length <= EXCERPT_WIDTH
      ? 0
      : Math.max(0, Math.min(caret - EXCERPT_WIDTH / 2, cells.length - EXCERPT_WIDTH));
  const shown = cells.slice(from, from + EXCERPT_WIDTH);
  const before = shown.slice(0, caret - from).reduce((sum, cell) => sum + cell.width, 0);
  const left = cutLeft || from > 0 ? "…" : "";
  const right = cutRight || from + EXCERPT_WIDTH < cells.length ? "…" : "";
  const line = fromBytes(shown.map((cell) => cell.text).join("")).trimEnd();
  return `${left}${line}${right}\n${" ".repeat(left.length + before)}^`;
}

/** What of a line an excerpt can show; a line may be as long as a file. */
function neighbourhood({ line, offset, text }: SourcePlace): {
  place: SourcePlace;
  cutLeft: boolean;
  cutRight: boolean;
} {
  const reach = 8 * EXCERPT_WIDTH;
  let from = Math.max(0, offset - reach);
  while (from > 0 && (text.charCodeAt(from) & 0xc0) === 0x80) from -= 1;
  const to = offset + reach;
  const place = { line, offset: offset - from, text: text.slice(from, to) };
  return { place, cutLeft: from > 0, cutRight: to < text.length };
}
