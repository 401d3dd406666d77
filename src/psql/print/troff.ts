import type { Bytes } from "../text/bytes.ts";
import { footerOf, type Table } from "./table.ts";

/** `troff-ms`: a line per row (print_troff_ms_text in psql). */
export function troff(table: Table): Bytes {
  const { options, headers } = table;
  const border = Math.min(options.border, 2);
  let text = table.isStart ? begin(table) : "";
  if (table.isStart) {
    const columns = table.alignments
      .map((alignment) => (alignment === "right" ? "r" : "l"))
      .join(border > 0 ? " | " : "");
    text += `${columns}.\n`;
    if (!options.tuplesOnly)
      text += `${headers.map((header) => `\\fI${escape(header)}\\fP`).join("\t")}\n_\n`;
  }
  for (const row of headers.length > 0 ? table.rows : []) text += `${row.map(escape).join("\t")}\n`;
  if (!table.isEnd) return text;
  const footer = footerOf(table);
  const shown = !options.tuplesOnly && footer !== undefined;
  return `${text}.TE\n.DS L\n${shown ? `${escape(footer)}\n` : ""}.DE\n`;
}

/** `troff-ms`, expanded: a line per field. */
export function troffExpanded(table: Table): Bytes {
  const { options, headers } = table;
  const border = Math.min(options.border, 2);
  let text = table.isStart ? begin(table) + (options.tuplesOnly ? "c l;\n" : "") : "";
  let record = table.priorRows + 1;
  // The first format of a table ends its options, later ones need a request of their own.
  let isFirst = table.isStart;
  for (const row of headers.length > 0 ? table.rows : []) {
    if (!options.tuplesOnly) {
      if (border === 2 && record > 1) text += "_\n";
      text += `${isFirst ? "" : ".T&\n"}c s.\n\\fIRecord ${record}\\fP\n`;
      isFirst = false;
      record += 1;
    }
    if (border >= 1) text += "_\n";
    if (!options.tuplesOnly) text += `.T&\n${border === 1 ? "c | l" : "c l"}.\n`;
    for (const [column, cell] of row.entries())
      text += `${escape(headers[column] ?? "")}\t${escape(cell)}\n`;
  }
  return table.isEnd ? `${text}.TE\n.DS L\n.DE\n` : text;
}

function begin({ options }: Table): Bytes {
  const titled = !options.tuplesOnly && options.title !== undefined;
  const title = titled ? `.LP\n.DS C\n${escape(options.title ?? "")}\n.DE\n` : "";
  return `${title}.LP\n.TS\n${options.border >= 2 ? "center box" : "center"};\n`;
}

function escape(text: Bytes): Bytes {
  return text.replaceAll("\\", "\\(rs");
}
