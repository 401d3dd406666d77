import type { Bytes } from "../text/bytes.ts";
import { footerOf, type Table } from "./table.ts";

/** `html`: a row per row (print_html_text in psql). */
export function html(table: Table): Bytes {
  const { options, headers, rows } = table;
  let text = table.isStart ? begin(table) : "";
  if (table.isStart && !options.tuplesOnly) {
    const cells = headers.map((header) => `    <th align="center">${escape(header)}</th>\n`);
    text += `  <tr>\n${cells.join("")}  </tr>\n`;
  }
  if (headers.length > 0)
    for (const row of rows) {
      const cells = row.map((cell, column) => cellOf(table, cell, column));
      text += `  <tr valign="top">\n${cells.join("\n")}\n  </tr>\n`;
    }
  if (!table.isEnd) return text;
  const footer = footerOf(table);
  const shown = !options.tuplesOnly && footer !== undefined;
  return `${text}</table>\n${shown ? `<p>${escape(footer)}<br />\n</p>` : ""}\n`;
}

/** `html`, expanded: a row per field. */
export function htmlExpanded(table: Table): Bytes {
  const { options, headers } = table;
  let text = table.isStart ? begin(table) : "";
  let record = table.priorRows + 1;
  for (const row of headers.length > 0 ? table.rows : []) {
    text += options.tuplesOnly
      ? '\n  <tr><td colspan="2">&nbsp;</td></tr>\n'
      : `\n  <tr><td colspan="2" align="center">Record ${record}</td></tr>\n`;
    record += 1;
    for (const [column, cell] of row.entries())
      text += `  <tr valign="top">\n    <th>${escape(headers[column] ?? "")}</th>\n${cellOf(table, cell, column)}\n  </tr>\n`;
  }
  return table.isEnd ? `${text}</table>\n\n` : text;
}

function begin({ options }: Table): Bytes {
  const attributes = options.tableAttributes === undefined ? "" : ` ${options.tableAttributes}`;
  const text = `<table border="${options.border}"${attributes}>\n`;
  if (options.tuplesOnly || options.title === undefined) return text;
  return `${text}  <caption>${escape(options.title)}</caption>\n`;
}

function cellOf(table: Table, cell: Bytes, column: number): Bytes {
  const shown = /^[ \t]*$/.test(cell) ? "&nbsp; " : escape(cell);
  return `    <td align="${table.alignments[column]}">${shown}</td>`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\n": "<br />\n",
  '"': "&quot;",
};

function escape(text: Bytes): Bytes {
  // Leading spaces matter: they are EXPLAIN's indentation.
  const spaces = text.length - text.replace(/^ +/, "").length;
  const rest = text.slice(spaces);
  return (
    "&nbsp;".repeat(spaces) +
    rest.replaceAll(/[&<>\n"]/g, (character) => ENTITIES[character] as string)
  );
}
