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
    ...grouped(fresh.flatMap((column) => changesOf(column, actual))),
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

/** A change that columns share. */
interface Change {
  column: string;
  /** `… text …`: what follows the columns' names. */
  says: string;
}

function changesOf(wanted: ColumnState, actual: readonly ColumnState[]): Change[] {
  const { table, column, type, required, references } = wanted;
  const found = actual.find((one) => one.table === table && one.column === column);
  if (found === undefined) return [];
  const says: string[] = [];
  if (found.type !== type)
    says.push(`is ${found.type}, and would be ${type} if Better Auth made it today`);
  if (required && !found.required) says.push("may be null, and Better Auth requires a value");
  if (!required && found.needsValue)
    says.push("is NOT NULL, and Better Auth leaves it out at times: its inserts will fail");
  if (references !== null && references !== found.references)
    says.push(
      `refers to ${found.references === null ? "no table" : `"${found.references}"`}, and would refer to "${references}" if Better Auth made it today`,
    );
  return says.map((text) => ({ column: `"${table}"."${column}"`, says: text }));
}

/** A change of the ids' type concerns dozens of columns. */
function grouped(changes: readonly Change[]): string[] {
  const columns = new Map<string, string[]>();
  for (const { column, says } of changes) columns.set(says, [...(columns.get(says) ?? []), column]);
  return [...columns].map(([says, names]) => {
    const [first = "", ...others] = names;
    const more =
      others.length === 0 ? "" : ` So it is with ${others.length} more: ${others.join(", ")}.`;
    return `${first} ${says}. It writes nothing to change that; do it in a file of your own.${more}`;
  });
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
