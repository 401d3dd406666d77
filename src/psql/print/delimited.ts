import type { Bytes } from "../text/bytes.ts";
import { footerOf, type Table } from "./table.ts";

/** `unaligned`: fields and records with separators between them. */
export function unaligned(table: Table): Bytes {
  const { options } = table;
  const field = options.fieldSeparatorZero ? "\0" : options.fieldSeparator;
  const record = options.recordSeparatorZero ? "\0" : options.recordSeparator;
  const end = options.recordSeparatorZero ? "\0" : "\n";
  const records: Bytes[] = [];
  if (table.isStart && !options.tuplesOnly) {
    if (options.title !== undefined) records.push(options.title);
    records.push(table.headers.join(field));
  }
  if (table.headers.length > 0) for (const row of table.rows) records.push(row.join(field));
  const footer = footerOf(table);
  if (table.isEnd && !options.tuplesOnly && footer !== undefined) records.push(footer);
  const continued = table.isStart ? "" : record;
  if (records.length === 0) return table.isEnd && !table.isStart ? end : "";
  return continued + records.join(record) + (table.isEnd ? end : "");
}

/** `unaligned`, expanded: a line per field, an empty line between records. */
export function unalignedExpanded(table: Table): Bytes {
  const { options, headers } = table;
  const field = options.fieldSeparatorZero ? "\0" : options.fieldSeparator;
  const record = options.recordSeparatorZero ? "\0" : options.recordSeparator;
  const end = options.recordSeparatorZero ? "\0" : "\n";
  const parts: Bytes[] = [];
  if (table.isStart && !options.tuplesOnly && options.title !== undefined)
    parts.push(options.title);
  for (const row of headers.length > 0 ? table.rows : [])
    parts.push(row.map((cell, column) => headers[column] + field + cell).join(record));
  const continued = table.isStart ? "" : record + record;
  if (parts.length === 0) return table.isEnd && !table.isStart ? end : "";
  return continued + parts.join(record + record) + (table.isEnd ? end : "");
}

export function csv(table: Table): Bytes {
  const separator = table.options.csvFieldSeparator;
  let text = "";
  const line = (cells: readonly Bytes[]): Bytes =>
    `${cells.map((cell) => csvField(cell, separator)).join(separator)}\n`;
  if (table.isStart && !table.options.tuplesOnly) text += line(table.headers);
  if (table.headers.length > 0) for (const row of table.rows) text += line(row);
  return text;
}

export function csvExpanded(table: Table): Bytes {
  const separator = table.options.csvFieldSeparator;
  let text = "";
  for (const row of table.rows)
    for (const [column, cell] of row.entries())
      text += `${csvField(table.headers[column] ?? "", separator)}${separator}${csvField(cell, separator)}\n`;
  return text;
}

function csvField(text: Bytes, separator: Bytes): Bytes {
  const quoted =
    text.includes(separator) ||
    /[\r\n"]/.test(text) ||
    text === "\\." ||
    separator === "\\" ||
    separator === ".";
  return quoted ? `"${text.replaceAll('"', '""')}"` : text;
}
