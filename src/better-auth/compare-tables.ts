import type { ColumnState } from "./tables.ts";

/**
 * Better Auth adds tables, columns and indexes; it changes and removes nothing. Says what would be another in a database that
 * it made today: sentences, in the order of tables and columns.
 *
 * @param fresh what Better Auth makes from nothing.
 * @param actual what the committed files and its next statements make.
 * @param created tables that earlier files of Better Auth's make.
 */
export function unspokenChanges(
  fresh: readonly ColumnState[],
  actual: readonly ColumnState[],
  created: ReadonlySet<string>,
): string[] {
  const tables = new Set(fresh.map(({ table }) => table));
  const actualTables = new Set(actual.map(({ table }) => table));
  const gone = [...created].filter((table) => actualTables.has(table) && !tables.has(table));
  return [
    ...gone.map(
      (table) =>
        `Better Auth doesn't use the table "${table}" any more, which an earlier file makes. It writes nothing to remove or rename a table: if a model was renamed, ALTER TABLE "${table}" RENAME TO … in a file of your own keeps the rows.`,
    ),
    ...fresh.flatMap((column) => changesOf(column, actual)),
    ...actual
      .filter(
        ({ table, column, needsValue }) =>
          needsValue && tables.has(table) && !has(fresh, table, column),
      )
      .map(
        ({ table, column }) =>
          `"${table}"."${column}" is NOT NULL without a default, and Better Auth doesn't know it: its inserts will fail. Drop it, or give it a default.`,
      ),
  ];
}

function changesOf(wanted: ColumnState, actual: readonly ColumnState[]): string[] {
  const { table, column } = wanted;
  const found = actual.find((one) => one.table === table && one.column === column);
  if (found === undefined) return [];
  const name = `"${table}"."${column}"`;
  const changes: string[] = [];
  if (found.type !== wanted.type)
    changes.push(
      `${name} is ${found.type}, and Better Auth would make it ${wanted.type} today; it writes nothing to change it.`,
    );
  if (wanted.required && !found.required)
    changes.push(
      `${name} may be null, and Better Auth requires a value; fill it and set it NOT NULL in a file of your own.`,
    );
  if (!wanted.required && found.required && found.needsValue)
    changes.push(
      `${name} is NOT NULL, and Better Auth leaves it out at times: its inserts will fail. DROP NOT NULL in a file of your own.`,
    );
  if (wanted.references !== found.references && wanted.references !== null)
    changes.push(
      `${name} refers to ${found.references === null ? "no table" : `"${found.references}"`}, and Better Auth would make it refer to "${wanted.references}".`,
    );
  return changes;
}

function has(columns: readonly ColumnState[], table: string, column: string): boolean {
  return columns.some((one) => one.table === table && one.column === column);
}

/** The tables that SQL of Better Auth's makes. */
export function createdTables(texts: readonly string[]): Set<string> {
  const names = texts.flatMap((text) => [
    ...text.matchAll(/^create table (?:if not exists )?(?:"(?:[^"]|"")+"\.)?"((?:[^"]|"")+)"/gim),
  ]);
  return new Set(names.map((match) => match[1]!.replaceAll('""', '"')));
}
