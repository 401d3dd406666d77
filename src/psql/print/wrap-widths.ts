import type { Table } from "./table.ts";
import type { CellLine } from "./width.ts";

export interface ColumnWidths {
  widths: number[];
  total: number;
  /** The width that the headers alone need. */
  totalOfHeaders: number;
}

/** How wide each column is: its widest cell, or less in the `wrapped` format with a limit of columns. */
export function wrapWidths(
  table: Table,
  headerWidths: readonly number[],
  rows: readonly CellLine[][][],
): ColumnWidths {
  const { options, headers } = table;
  const count = headers.length;
  const border = Math.min(options.border, 2);
  const rules = border === 0 ? count : border === 1 ? Math.max(0, count * 3 - 1) : count * 3 + 1;
  const widest = [...headerWidths];
  const sums = headerWidths.map(() => 0);
  for (const row of rows)
    for (let column = 0; column < count; column += 1) {
      let width = 0;
      for (const line of row[column] as CellLine[]) if (line.width > width) width = line.width;
      sums[column] = (sums[column] as number) + width;
      if (width > (widest[column] as number)) widest[column] = width;
    }
  const widths = [...widest];
  let total = rules + sum(widths);
  const totalOfHeaders = rules + sum(headerWidths);
  if (options.format !== "wrapped" || options.columns <= 0 || options.columns < totalOfHeaders)
    return { widths, total, totalOfHeaders };

  // Takes a column from whichever is widest compared with its average, until the table fits.
  const averages = sums.map((value) => (rows.length === 0 ? 0 : Math.trunc(value / rows.length)));
  while (total > options.columns) {
    let worst = -1;
    let worstRatio = 0;
    for (let column = 0; column < count; column += 1) {
      const average = averages[column] as number;
      const width = widths[column] as number;
      if (average === 0 || width <= (headerWidths[column] as number)) continue;
      const ratio = width / average + (widest[column] as number) * 0.01;
      if (ratio > worstRatio) {
        worstRatio = ratio;
        worst = column;
      }
    }
    if (worst < 0) break;
    widths[worst] = (widths[worst] as number) - 1;
    total -= 1;
  }
  return { widths, total, totalOfHeaders };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
