import type { Bytes } from "../text/bytes.ts";
import { aligned } from "./aligned.ts";
import { csv, csvExpanded, unaligned, unalignedExpanded } from "./delimited.ts";
import { expandedTable } from "./expanded.ts";
import type { Format, Table } from "./table.ts";

/** The formats that `printTable` knows; psql's others are for documents, not scripts. */
export const PRINTABLE: readonly Format[] = ["aligned", "wrapped", "unaligned", "csv"];

/** The table as psql prints it. */
export function printTable(table: Table): Bytes {
  const expanded = table.options.expanded === "on";
  switch (table.options.format) {
    case "unaligned":
      return expanded ? unalignedExpanded(table) : unaligned(table);
    case "csv":
      return expanded ? csvExpanded(table) : csv(table);
    default:
      return expanded ? expandedTable(table) : aligned(table);
  }
}
