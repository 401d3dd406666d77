import type { Bytes } from "../text/bytes.ts";
import { aligned } from "./aligned.ts";
import { asciidoc, asciidocExpanded } from "./asciidoc.ts";
import { csv, csvExpanded, unaligned, unalignedExpanded } from "./delimited.ts";
import { expandedTable } from "./expanded.ts";
import { html, htmlExpanded } from "./html.ts";
import { latex, latexExpanded } from "./latex.ts";
import { latexLongtable } from "./latex-longtable.ts";
import type { Format, Table } from "./table.ts";
import { troff, troffExpanded } from "./troff.ts";

type Printer = (table: Table) => Bytes;

const PRINTERS: Record<Format, { rows: Printer; expanded: Printer }> = {
  aligned: { rows: aligned, expanded: expandedTable },
  wrapped: { rows: aligned, expanded: expandedTable },
  unaligned: { rows: unaligned, expanded: unalignedExpanded },
  csv: { rows: csv, expanded: csvExpanded },
  html: { rows: html, expanded: htmlExpanded },
  asciidoc: { rows: asciidoc, expanded: asciidocExpanded },
  latex: { rows: latex, expanded: latexExpanded },
  "latex-longtable": { rows: latexLongtable, expanded: latexExpanded },
  "troff-ms": { rows: troff, expanded: troffExpanded },
};

/** The table as psql prints it. */
export function printTable(table: Table): Bytes {
  const { format, expanded } = table.options;
  return PRINTERS[format][expanded === "on" ? "expanded" : "rows"](table);
}
