import type { Bytes } from "../text/bytes.ts";
import { expandedTable } from "./expanded.ts";
import type { Rule } from "./line-style.ts";
import { footerOf, lineStyleOf, type Table } from "./table.ts";
import { type CellLine, cellLines, fitting } from "./width.ts";
import { wrapWidths } from "./wrap-widths.ts";

/** `aligned` and `wrapped`: the table with a header and rules (print_aligned_text in psql). */
export function aligned(table: Table): Bytes {
  const { options, headers, charset } = table;
  const border = Math.min(options.border, 2);
  const style = lineStyleOf(options);
  const data = style.rules.data;
  const headerLines = headers.map((header) => cellLines(header, charset));
  const rows =
    headers.length === 0
      ? []
      : table.rows.map((row) => row.map((cell) => cellLines(cell, charset)));
  const headerWidths = headerLines.map(widest);
  const { widths, total, totalOfHeaders } = wrapWidths(table, headerWidths, rows);

  if (
    options.expanded === "auto" &&
    options.columns > 0 &&
    headers.length > 1 &&
    (options.columns < totalOfHeaders || options.columns < total)
  )
    return expandedTable(table);

  const out: Bytes[] = [];
  if (table.isStart) {
    if (options.title !== undefined && !options.tuplesOnly) {
      const width = widest(cellLines(options.title, charset));
      out.push(" ".repeat(Math.max(0, Math.trunc((total - width) / 2))), options.title, "\n");
    }
    if (!options.tuplesOnly) {
      if (border === 2) out.push(horizontal(widths, border, style.rules.top));
      out.push(headerText(table, headerLines, widths));
      out.push(horizontal(widths, border, style.rules.middle));
    }
  }

  const last = headers.length - 1;
  for (const row of rows) {
    const lineNumbers = row.map(() => 0);
    const offsets = row.map(() => 0);
    const wraps: ("none" | "newline" | "wrap")[] = row.map(() => "none");
    let more = true;
    while (more) {
      more = false;
      if (border === 2) out.push(data.left);
      for (let column = 0; column <= last; column += 1) {
        const lines = row[column] as CellLine[];
        const line = lines[lineNumbers[column] as number];
        const width = widths[column] as number;
        const finalSpaces = border === 2 || column < last;
        if (border !== 0)
          out.push(
            wraps[column] === "wrap"
              ? style.wrapLeft
              : wraps[column] === "newline"
                ? style.newlineLeft
                : " ",
          );
        let printed = width;
        if (line === undefined) {
          if (finalSpaces) out.push(" ".repeat(width));
        } else {
          const rest = line.text.slice(offsets[column]);
          const fit =
            rest.length <= width && offsets[column] === 0 && line.width <= width
              ? { bytes: rest.length, width: line.width }
              : fitting(rest, width, charset);
          printed = Math.min(fit.width, width);
          if (table.alignments[column] === "right") out.push(" ".repeat(width - printed));
          out.push(rest.slice(0, fit.bytes));
          offsets[column] = (offsets[column] as number) + fit.bytes;
          if ((offsets[column] as number) < line.text.length) more = true;
          else {
            lineNumbers[column] = (lineNumbers[column] as number) + 1;
            if (lines[lineNumbers[column] as number] !== undefined) more = true;
            offsets[column] = 0;
          }
        }
        wraps[column] = "none";
        if (lines[lineNumbers[column] as number] !== undefined) {
          if (offsets[column] !== 0) wraps[column] = "wrap";
          else if (lineNumbers[column] !== 0) wraps[column] = "newline";
        }
        const wrapped = wraps[column] !== "none";
        if (table.alignments[column] === "left" && (finalSpaces || wrapped))
          out.push(" ".repeat(width - printed));
        if (wraps[column] === "wrap") out.push(style.wrapRight);
        else if (wraps[column] === "newline") out.push(style.newlineRight);
        else if (finalSpaces) out.push(" ");
        if (border !== 0 && column < last) {
          const nextWrap = wraps[column + 1];
          const next = (row[column + 1] as CellLine[])[lineNumbers[column + 1] as number];
          if (nextWrap === "wrap") out.push(style.betweenWrap);
          else if (nextWrap === "newline") out.push(style.betweenNewline);
          else out.push(next === undefined ? style.betweenBlank : data.between);
        }
      }
      if (border === 2) out.push(data.right);
      out.push("\n");
    }
  }

  if (table.isEnd) {
    if (border === 2) out.push(horizontal(widths, border, style.rules.bottom));
    const footer = footerOf(table);
    if (footer !== undefined && !options.tuplesOnly) out.push(footer, "\n");
    out.push("\n");
  }
  return out.join("");
}

function headerText(table: Table, headers: CellLine[][], widths: number[]): Bytes {
  const border = Math.min(table.options.border, 2);
  const style = lineStyleOf(table.options);
  const height = Math.max(...headers.map((lines) => lines.length));
  let text = "";
  for (let line = 0; line < height; line += 1) {
    if (border === 2) text += style.rules.data.left;
    for (const [column, lines] of headers.entries()) {
      if (border !== 0 || (!style.wrapRightBorder && column > 0))
        text += line > 0 ? style.headerNewlineLeft : " ";
      const cell = lines[line] ?? { text: "", width: 0 };
      const space = (widths[column] as number) - cell.width;
      const leading = lines[line] === undefined ? space : space >> 1;
      text += " ".repeat(leading) + cell.text + " ".repeat(space - leading);
      if (border !== 0 || style.wrapRightBorder)
        text += line < lines.length - 1 ? style.headerNewlineRight : " ";
      if (border !== 0 && column < headers.length - 1) text += style.rules.data.between;
    }
    if (border === 2) text += style.rules.data.right;
    text += "\n";
  }
  return text;
}

function horizontal(widths: readonly number[], border: number, rule: Rule): Bytes {
  const line = (width: number): string => rule.horizontal.repeat(width);
  const between = border === 0 ? " " : rule.horizontal + rule.between + rule.horizontal;
  const inner = widths.map(line).join(between);
  if (border === 0) return `${inner}\n`;
  if (border === 1) return `${rule.horizontal}${inner}${rule.horizontal}\n`;
  return `${rule.left}${rule.horizontal}${inner}${rule.horizontal}${rule.right}\n`;
}

function widest(lines: readonly CellLine[]): number {
  return Math.max(...lines.map((line) => line.width));
}
