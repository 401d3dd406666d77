import { dequoteIdentifier } from "../backslash/identifier.ts";
import { parseAtoi } from "../c-number.ts";
import { alignmentOf, type Table } from "../print/table.ts";
import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import type { Result } from "../../postgres/wire/result.ts";
import type { Field } from "../../postgres/wire/responses.ts";
import { printRows } from "./print-rows.ts";

const MOST_COLUMNS = 1600;

/** \crosstabview: the values of one column as rows, of another as columns. */
export function crosstab(
  session: Session,
  result: Result & { kind: "rows" },
  names: (Bytes | undefined)[],
): boolean {
  const fail = (message: Bytes): false => {
    session.reporter.error(`\\crosstabview: ${message}`);
    return false;
  };
  const { fields, rows } = result;
  if (fields.length < 3) return fail("query must return at least three columns");
  const columnOf = (name: Bytes | undefined, fallback: number): number | string =>
    name === undefined ? fallback : findColumn(name, fields);
  const vertical = columnOf(names[0], 0);
  if (typeof vertical === "string") return fail(vertical);
  const horizontal = columnOf(names[1], 1);
  if (typeof horizontal === "string") return fail(horizontal);
  if (vertical === horizontal)
    return fail("vertical and horizontal headers must be different columns");
  if (names[2] === undefined && fields.length !== 3)
    return fail("data column must be specified when query returns more than three columns");
  const data = columnOf(
    names[2],
    [0, 1, 2].find((index) => index !== vertical && index !== horizontal) ?? 2,
  );
  if (typeof data === "string") return fail(data);
  const sort = columnOf(names[3], -1);
  if (typeof sort === "string") return fail(sort);

  const columns = new Map<Bytes | null, { sortKey: number }>();
  const verticals = new Map<Bytes | null, number>();
  for (const row of rows) {
    const column = row[horizontal] ?? null;
    const key = sort < 0 ? "" : (row[sort] ?? "");
    if (!columns.has(column))
      columns.set(column, { sortKey: /^-?\d+$/.test(key) ? parseAtoi(key) : 0 });
    if (columns.size > MOST_COLUMNS)
      return fail(`maximum number of columns (${MOST_COLUMNS}) exceeded`);
    const label = row[vertical] ?? null;
    if (!verticals.has(label)) verticals.set(label, verticals.size);
  }
  const ordered = [...columns.entries()];
  // Where the sort column doesn't decide, the names do.
  if (sort >= 0)
    ordered.sort(([a, { sortKey }], [b, other]) => sortKey - other.sortKey || compareNames(a, b));
  const columnIndex = new Map(ordered.map(([name], index) => [name, index]));

  const nullText = session.print.null ?? "";
  const cells: (Bytes | undefined)[][] = [...verticals.keys()].map((label) => [
    label ?? nullText,
    ...ordered.map(() => undefined),
  ]);
  for (const row of rows) {
    const line = cells[verticals.get(row[vertical] ?? null) ?? 0] as (Bytes | undefined)[];
    const index = 1 + (columnIndex.get(row[horizontal] ?? null) ?? 0);
    if (line[index] !== undefined) {
      const shown = (value: Bytes | null | undefined): Bytes =>
        value ?? session.print.null ?? "(null)";
      return fail(
        `query result contains multiple data values for row "${shown(row[vertical])}", column "${shown(row[horizontal])}"`,
      );
    }
    line[index] = row[data] ?? nullText;
  }
  const dataAlignment = alignmentOf((fields[data] as Field).type);
  const table: Table = {
    headers: [(fields[vertical] as Field).name, ...ordered.map(([name]) => name ?? nullText)],
    alignments: [
      alignmentOf((fields[vertical] as Field).type),
      ...ordered.map(() => dataAlignment),
    ],
    rows: cells.map((line) => line.map((cell) => cell ?? "")),
    options: session.print,
    charset: session.charset,
    isStart: true,
    isEnd: true,
    priorRows: 0,
  };
  printRows(session, session.output, table);
  return true;
}

/** By their bytes, NULL last. */
function compareNames(a: Bytes | null, b: Bytes | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

function findColumn(argument: Bytes, fields: readonly Field[]): number | string {
  if (/^\d+$/.test(argument)) {
    const index = Number(argument) - 1;
    if (index >= 0 && index < fields.length) return index;
    return `column number ${index + 1} is out of range 1..${fields.length}`;
  }
  const name = dequoteIdentifier(argument, { downcase: true });
  const found = fields.flatMap((field, index) => (field.name === name ? [index] : []));
  if (found.length > 1) return `ambiguous column name: "${name}"`;
  return found[0] ?? `column name not found: "${name}"`;
}
