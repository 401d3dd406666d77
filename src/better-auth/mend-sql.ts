import type { AddedColumn, AuthPlan } from "./messages.ts";

/** A column that can't be added where the table has rows. */
export interface RequiredColumn {
  table: string;
  column: string;
  statement: string;
}

const mysqlIndex = /^alter table (.+) add index "(.+)"$/;

/**
 * Better Auth 1.4 adds the index of a new column in MySQL's language, and before the column (better-auth #8536, #6214): such
 * statements become CREATE INDEX at the end.
 */
export function mendIndexes(
  statements: readonly string[],
  addedColumns: readonly AddedColumn[],
): string[] {
  const indexes = statements.flatMap((statement) => {
    const [, table, index] = mysqlIndex.exec(statement) ?? [];
    const added = addedColumns.find((one) => index === `${one.table}_${one.column}_idx`);
    if (table === undefined || added === undefined) return [];
    return [`create index "${index}" on ${table} (${quoted(added.column)})`];
  });
  return [...statements.filter((statement) => !mysqlIndex.test(statement)), ...indexes];
}

/** The added columns that are NOT NULL and have no default. */
export function requiredColumns(
  statements: readonly string[],
  addedColumns: readonly AddedColumn[],
): RequiredColumn[] {
  return addedColumns.flatMap(({ table, column }) => {
    const statement = statements.find(
      (text) =>
        text.startsWith("alter table") &&
        text.includes(`${quoted(table)} add column ${quoted(column)} `) &&
        / not null\b/.test(text) &&
        !/ default /.test(text),
    );
    return statement === undefined ? [] : [{ table, column, statement }];
  });
}

/** The migration's text. */
export function fileText(
  plan: Pick<AuthPlan, "schema" | "qualified">,
  statements: readonly string[],
  required: readonly RequiredColumn[],
): string {
  const parts = statements.map((statement) => {
    const one = required.find((column) => column.statement === statement);
    return one === undefined ? `${statement};` : `${advice(one)}\n${statement};`;
  });
  return `${[...searchPath(plan), ...parts].join("\n\n")}\n`;
}

/** Versions that can't name the schema write for the search path: the file brings it along. */
function searchPath({ schema, qualified }: Pick<AuthPlan, "schema" | "qualified">): string[] {
  if (schema === undefined || qualified) return [];
  return [
    `create schema if not exists ${quoted(schema)};`,
    `set search_path to ${quoted(schema)};`,
  ];
}

function advice({ table, column }: RequiredColumn): string {
  return [
    `-- ${comment(`${quoted(table)}.${quoted(column)}`)} is required, and nothing says what the rows get that are there already: this fails`,
    '-- where the table has some. Then add the column without "not null", fill it (update …), and add:',
    `-- ${comment(`alter table ${quoted(table)} alter column ${quoted(column)} set not null;`)}`,
  ].join("\n");
}

function comment(text: string): string {
  return text.replaceAll(/[\r\n]/g, " ");
}

/** As Better Auth's generator quotes names: always. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
