import { createdTables } from "./compare-tables.ts";
import type { AuthSql } from "./messages.ts";

/** compileMigrations joins its statements so, and none of them holds an empty line. */
export function splitStatements(sql: string): string[] {
  return sql
    .split(/;(?:\n\n|\s*$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}

/** What SQL of Better Auth's does; its comments are left out, such as the banner `DO NOT RUN THIS SCRIPT AS IT IS`. */
export function readAuthSql(sql: string): AuthSql {
  const statements = splitStatements(sql.replaceAll(/^\s*--.*$/gm, ""));
  const addedColumns = statements.flatMap((statement) => {
    const [, table, column] =
      /^alter table (?:"(?:[^"]|"")+"\.)?"((?:[^"]|"")+)" add column "((?:[^"]|"")+)"/i.exec(
        statement,
      ) ?? [];
    return table === undefined || column === undefined
      ? []
      : [{ table: unquoted(table), column: unquoted(column) }];
  });
  return { statements, createdTables: [...createdTables(statements)], addedColumns };
}

/** The schema that SQL of Better Auth's names; undefined: none. */
export function schemaOf(statements: readonly string[]): string | undefined {
  const [name] = statements.flatMap(
    (statement) =>
      /^(?:create|alter) table (?:if not exists )?"((?:[^"]|"")+)"\."/i.exec(statement)?.[1] ?? [],
  );
  return name === undefined ? undefined : unquoted(name);
}

/**
 * Why a text isn't SQL for PostgreSQL; undefined: it may be.
 *
 * @param sql what makes all tables, of which some have times: `timestamptz` in PostgreSQL, and in no other database.
 */
export function otherLanguage(sql: string): string | undefined {
  if (/^\s*import\b|\bpgTable\(/m.test(sql))
    return "it wrote Drizzle's TypeScript in place of SQL, as it does for drizzleAdapter";
  if (/^\s*model \w+ \{/m.test(sql))
    return "it wrote Prisma's schema in place of SQL, as it does for prismaAdapter";
  // With a dialect of PostgreSQL's and `type: "mysql"` the quotes are PostgreSQL's, and the types aren't.
  if (/^create table (?:`|[\s\S]*\b(?:timestamp|datetime)\(3\))/im.test(sql))
    return "it wrote SQL for MySQL";
  if (/\bdatetime2\b|^create table \[/im.test(sql)) return "it wrote SQL for SQL Server";
  if (/^create table/im.test(sql) && !/\btimestamptz\b/i.test(sql))
    return "it wrote SQL for SQLite, as it does where `database` has a dialect without a type";
  return undefined;
}

function unquoted(name: string): string {
  return name.replaceAll('""', '"');
}
