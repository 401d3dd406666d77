import type { Bytes } from "../text/bytes.ts";
import { footerOf, type Table } from "./table.ts";

/** `asciidoc`: a line per row (print_asciidoc_text in psql). */
export function asciidoc(table: Table): Bytes {
  const { options, headers } = table;
  const heading = options.tuplesOnly ? "" : 'options="header",';
  const columns = headers.map((_, column) => alignment(table, column)).join(",");
  let text = table.isStart ? begin(table, `${heading}cols="${columns}"`) : "";
  if (table.isStart && !options.tuplesOnly)
    text += `${headers.map((header) => `^l|${escape(header)}`).join(" ")}\n`;
  const last = headers.length - 1;
  for (const row of headers.length > 0 ? table.rows : []) {
    const cells = row.map((cell, column) => {
      if (isBlank(cell)) return column < last ? "| " : "|";
      return `|${escape(cell)}`;
    });
    text += `${cells.join(" ")}\n`;
  }
  text += "|====\n";
  const footer = footerOf(table);
  const shown = table.isEnd && !options.tuplesOnly && footer !== undefined;
  return shown ? `${text}\n....\n${footer}\n....\n` : text;
}

/** `asciidoc`, expanded: a line per field. */
export function asciidocExpanded(table: Table): Bytes {
  const { options, headers } = table;
  let text = table.isStart ? begin(table, 'cols="h,l"') : "";
  let record = table.priorRows + 1;
  for (const row of headers.length > 0 ? table.rows : []) {
    text += options.tuplesOnly ? "2+|\n" : `2+^|Record ${record}\n`;
    record += 1;
    for (const [column, cell] of row.entries()) {
      const shown = isBlank(cell) ? " " : escape(cell);
      text += `<l|${escape(headers[column] ?? "")} ${alignment(table, column)}|${shown}\n`;
    }
  }
  return `${text}|====\n`;
}

const FRAMES: Record<number, string> = {
  0: ',frame="none",grid="none"',
  1: ',frame="none"',
  2: ',frame="all",grid="all"',
};

function begin({ options }: Table, attributes: Bytes): Bytes {
  const titled = !options.tuplesOnly && options.title !== undefined;
  const title = titled ? `.${options.title}\n` : "";
  return `\n${title}[${attributes}${FRAMES[options.border] ?? ""}]\n|====\n`;
}

function alignment(table: Table, column: number): string {
  return table.alignments[column] === "right" ? ">l" : "<l";
}

function isBlank(cell: Bytes): boolean {
  return /^[ \t]*$/.test(cell);
}

function escape(text: Bytes): Bytes {
  return text.replaceAll("|", "\\|");
}
