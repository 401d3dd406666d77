import type { Size } from "./layered.ts";
import { columnFlags, type Detail, type PictureTable } from "./graph.ts";
import { shortType } from "./short-type.ts";
import { cutToWidth, textWidth } from "./text-width.ts";

/** Heights in the picture, in pixels at its full size. */
export const headHeight = 26;
/** Of the row of a column. */
export const rowHeight = 18;
const footHeight = 5;
/** The room of a row's mark, at its left. */
export const markWidth = 22;
const padding = 10;
const widest = 270;
const narrowest = 96;
/** More columns than this are counted. */
const mostRows = 30;

/** A table as it is drawn. */
export interface Box extends Size {
  /** The table's index. */
  table: number;
  title: string;
  rows: BoxRow[];
  /** Columns that aren't shown, if some of the table are. */
  hidden: number;
}

export interface BoxRow {
  /** The column's index. */
  column: number;
  name: string;
  type: string;
}

/** What a table looks like when so much of it is shown. */
export function drawBox(
  table: PictureTable,
  index: number,
  { detail, qualified }: { detail: Detail; qualified: boolean },
): Box {
  const shown = shownColumns(table, detail);
  const title = cutToWidth(
    qualified ? table.name : table.label,
    widest - 2 * padding - 26,
    13,
    true,
  );
  const badge = table.partitions > 0 ? 34 : 0;
  const rows = shown.map((column): BoxRow => {
    const [name, type] = table.columns[column]!;
    return {
      column,
      name: cutToWidth(name, widest * 0.6, 12),
      type: shortType(type).replace(/^public\./, ""),
    };
  });
  const inner = Math.max(
    textWidth(title, 13, true) + badge,
    ...rows.map(
      ({ name, type }) => markWidth - padding + textWidth(name, 12) + 14 + textWidth(type, 11),
    ),
  );
  const width = Math.round(Math.min(Math.max(inner + 2 * padding, narrowest), widest));
  for (const row of rows)
    row.type = cutToWidth(row.type, width - padding - markWidth - textWidth(row.name, 12) - 12, 11);
  const hidden = detail === "columns" ? table.columns.length - shown.length : 0;
  const lines = rows.length + (hidden > 0 ? 1 : 0);
  const height = headHeight + (lines === 0 ? 0 : lines * rowHeight + footHeight);
  return { table: index, title, rows, hidden, width, height };
}

/** How far below the top a column's line ends; undefined where it isn't shown. */
export function depthOfColumn(box: Box, column: number | undefined): number | undefined {
  const row = box.rows.findIndex((one) => one.column === column);
  return row < 0 ? undefined : headHeight + row * rowHeight + rowHeight / 2 + 1;
}

function shownColumns({ columns }: PictureTable, detail: Detail): number[] {
  if (detail === "names") return [];
  const all = [...columns.keys()];
  if (detail === "columns") return columns.length > mostRows ? all.slice(0, mostRows - 1) : all;
  const keys = columnFlags.primary | columnFlags.foreign;
  return all.filter((index) => (columns[index]![2] & keys) !== 0);
}
