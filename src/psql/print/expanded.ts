import type { Bytes } from "../text/bytes.ts";
import { type LineStyle, oldAscii } from "./line-style.ts";
import { footerOf, lineStyleOf, type PrintOptions, type Table } from "./table.ts";
import { type CellLine, cellLines, fitting } from "./width.ts";

/** `\x`: a block per record, a line per field (print_aligned_vertical in psql). */
export function expandedTable(table: Table): Bytes {
  const { options, charset } = table;
  const border = Math.min(options.border, 2);
  const style = lineStyleOf(options);
  const data = style.rules.data;
  const hasCells = table.headers.length > 0 && table.rows.length > 0;
  if (!hasCells && table.isStart && table.isEnd) {
    const footer = footerOf(table);
    return (!options.tuplesOnly && footer !== undefined ? `${footer}\n` : "") + "\n";
  }
  const headers = table.headers.map((header) => cellLines(header, charset));
  const rows = hasCells ? table.rows.map((row) => row.map((cell) => cellLines(cell, charset))) : [];
  const headerWidth = widest(headers);
  const multilineHeaders = headers.some((lines) => lines.length > 1);
  const multilineData = { value: rows.some((row) => row.some((lines) => lines.length > 1)) };
  const old = style.name === oldAscii.name;
  let dataWidth = rows.reduce((width, row) => Math.max(width, widest(row)), 0);
  if (options.format === "wrapped" || options.fillsRecords())
    dataWidth = wrappedWidth(table, { headerWidth, dataWidth, multilineHeaders, multilineData });

  const out: Bytes[] = [];
  if (table.isStart && !options.tuplesOnly && options.title !== undefined)
    out.push(options.title, "\n");
  let record = table.priorRows + 1;
  for (const [index, row] of rows.entries()) {
    const rule = index === 0 ? "top" : "middle";
    const width = headerWidth + (border < 2 && multilineHeaders && old ? 1 : 0);
    const widths = { headerWidth: width, dataWidth };
    if (!options.tuplesOnly) out.push(recordLine(style, options, rule, widths, record++));
    else if (index > 0 || !table.isStart || border === 2)
      out.push(recordLine(style, options, rule, widths, 0));
    for (const [column, lines] of row.entries()) fieldLines(headers[column] as CellLine[], lines);
  }
  if (table.isEnd) {
    const widths = { headerWidth, dataWidth };
    if (border === 2) out.push(recordLine(style, options, "bottom", widths, 0));
    out.push("\n");
  }
  return out.join("");

  function fieldLines(header: CellLine[], lines: CellLine[]): void {
    let headerLine = 0;
    let headerDone = false;
    let dataLine = 0;
    let dataDone = false;
    let offset = 0;
    let left = (lines[0] as CellLine).width;
    while (!headerDone || !dataDone) {
      if (border === 2) out.push(data.left);
      if (headerDone) {
        let width = headerWidth + border;
        if (border < 2 && multilineHeaders && old) width += 1;
        if (border === 0 && !old && multilineHeaders) width += 1;
        out.push(" ".repeat(Math.max(1, width)));
      } else {
        const line = header[headerLine] as CellLine;
        if (border === 2 || (multilineHeaders && old))
          out.push(headerLine > 0 ? style.headerNewlineLeft : " ");
        out.push(line.text, " ".repeat(Math.max(0, headerWidth - line.width)));
        const isLast = header[headerLine + 1] === undefined;
        if (border > 0 || (multilineHeaders && !old))
          out.push(isLast ? " " : style.headerNewlineRight);
        if (isLast) headerDone = true;
        else headerLine += 1;
      }
      if (border > 0)
        out.push(
          offset > 0 ? style.betweenWrap : dataLine === 0 ? data.between : style.betweenNewline,
        );
      if (dataDone) {
        out.push(border < 2 ? "\n" : `${" ".repeat(dataWidth)}  ${data.right}\n`);
        continue;
      }
      const line = lines[dataLine] as CellLine;
      out.push(offset === 0 ? " " : style.wrapLeft);
      const fit = fitting(line.text.slice(offset), dataWidth, charset);
      out.push(line.text.slice(offset, offset + fit.bytes));
      left -= fit.width;
      offset += fit.bytes;
      const space = " ".repeat(Math.max(0, dataWidth - fit.width));
      const marked = border > 1 || (multilineData.value && !old);
      if (left > 0) {
        if (marked) out.push(space, style.wrapRight);
      } else if (lines[dataLine + 1] !== undefined) {
        if (marked) out.push(space, style.newlineRight);
        dataLine += 1;
        offset = 0;
        left = (lines[dataLine] as CellLine).width;
      } else {
        if (border > 1) out.push(space, " ");
        dataDone = true;
      }
      if (border === 2) out.push(data.right);
      out.push("\n");
    }
  }
}

/** How wide the values may be so that the block fits in the limit of columns. */
function wrappedWidth(
  table: Table,
  layout: {
    headerWidth: number;
    dataWidth: number;
    multilineHeaders: boolean;
    multilineData: { value: boolean };
  },
): number {
  const { options } = table;
  const border = Math.min(options.border, 2);
  const old = options.lineStyle === "old-ascii";
  const { headerWidth, dataWidth, multilineHeaders } = layout;
  let rules =
    border === 0
      ? 1 + (multilineHeaders ? 1 : 0)
      : border === 1
        ? 3 + (multilineHeaders && old ? 1 : 0)
        : 7;
  if (layout.multilineData.value && border < 2 && !old) rules += 1;
  let recordWidth = 0;
  if (!options.tuplesOnly) {
    if (table.rows.length > 0) recordWidth = 1 + Math.trunc(Math.log10(table.rows.length));
    recordWidth += border === 0 ? 9 : border === 1 ? 12 : 15;
  }
  for (;;) {
    const width = Math.max(headerWidth + rules + dataWidth, recordWidth);
    let result = width - headerWidth - rules;
    if (options.format === "wrapped" && options.columns > 0) {
      const least = Math.max(headerWidth + rules + 3, recordWidth);
      if (options.columns < width) result = Math.max(options.columns, least) - headerWidth - rules;
    }
    if (result >= dataWidth || layout.multilineData.value || border >= 2 || old) return result;
    layout.multilineData.value = true;
    rules += 1;
  }
}

/** `-[ RECORD 1 ]---+----`, or a plain rule for record 0. */
function recordLine(
  style: LineStyle,
  options: PrintOptions,
  position: "top" | "middle" | "bottom",
  widths: { headerWidth: number; dataWidth: number },
  record: number,
): Bytes {
  const rule = style.rules[position];
  const border = Math.min(options.border, 2);
  const isNarrow = options.headerWidth === "column";
  const filler = border > 0 ? rule.horizontal : " ";
  let text = border === 2 ? rule.left + rule.horizontal : border === 1 ? rule.horizontal : "";
  const label = record === 0 ? "" : border === 0 ? `* Record ${record}` : `[ RECORD ${record} ]`;
  text += label;
  let used = label.length + (border === 2 ? 0 : 1);
  text += filler.repeat(Math.max(0, widths.headerWidth - used));
  used -= widths.headerWidth;
  if (border > 0) {
    const parts = isNarrow
      ? [rule.horizontal, rule.right]
      : [rule.horizontal, rule.between, rule.horizontal];
    for (const part of parts) if (used-- <= 0) text += part;
  } else if (used-- <= 0) text += " ";
  if (isNarrow) return `${text}\n`;
  const dataWidth = Math.min(widths.dataWidth, roomForData(options, widths.headerWidth));
  text += filler.repeat(Math.max(0, dataWidth - Math.max(0, used)));
  if (border === 2) text += rule.horizontal + rule.right;
  return `${text}\n`;
}

/** How many columns of a header line may stand above the values. */
function roomForData({ headerWidth, columns, border }: PrintOptions, names: number): number {
  const width =
    typeof headerWidth === "number" ? headerWidth : headerWidth === "page" ? columns : 0;
  if (width <= 0) return Infinity;
  return Math.max(0, width - names - (border === 0 ? 0 : border === 1 ? 3 : 7));
}

function widest(cells: readonly CellLine[][]): number {
  let width = 0;
  for (const lines of cells) for (const line of lines) if (line.width > width) width = line.width;
  return width;
}
