import { quoteQualified, quoteLiteral } from "../postgres/quote.ts";
import type { ReadingSession } from "../postgres/reading-session.ts";
import { ok, problem, warning, type Finding } from "./diagnosis.ts";

/** A table of applied migrations that is in the database. */
export interface RecordsTable {
  schema: string;
  name: string;
  /** Null: the role may not read it. */
  rows: number | null;
}

/** A table that keeps records by its name, in whichever schema where that is null. */
export interface KnownTable {
  schema: string | null;
  name: string | null;
}

/** Which tables of records the database has, and how many rows each. */
export async function findRecords(
  session: ReadingSession,
  known: readonly KnownTable[],
): Promise<RecordsTable[]> {
  const names = [...new Set(known.flatMap(({ name }) => name ?? []))];
  const [tables = []] = await session.query(`
select n.nspname::text as schema, c.relname::text as name,
  has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT') as readable
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and (c.relname in (${names.map(quoteLiteral).join(", ")}) or n.nspname = 'dbfirst' and c.relname = 'ledger')
order by n.nspname collate "C", c.relname collate "C"`);
  return Promise.all(
    tables
      .map((table) => table as { schema: string; name: string; readable: boolean })
      .filter(({ schema, name }) => isKnown({ schema, name }, known))
      .map(async ({ schema, name, readable }) => ({
        schema,
        name,
        rows: readable ? await countRows(session, schema, name) : null,
      })),
  );
}

function isKnown(table: { schema: string; name: string }, known: readonly KnownTable[]): boolean {
  return known.some(
    ({ schema, name }) =>
      (schema === null || schema === table.schema) && (name === null || name === table.name),
  );
}

async function countRows(session: ReadingSession, schema: string, name: string): Promise<number> {
  const [rows] = await session.query(
    `select count(*) as count from ${quoteQualified(schema, name)}`,
  );
  return Number(rows?.[0]?.["count"]);
}

/** A system that the project may have, or a table that it names. */
export interface ExpectedRecords {
  /** The source's name. */
  source: string;
  /** Null: in whichever schema. */
  schema: string | null;
  name: string;
}

export interface RecordsQuestion {
  found: readonly RecordsTable[];
  /** Where the project's sources keep theirs. */
  expected: readonly ExpectedRecords[];
  /** Systems by their tables. */
  systems: readonly { name: string; table: string }[];
  /** Migrations that the ledger has, and their own system's table doesn't: by source. */
  unrecorded: readonly { source: string; table: string; names: readonly string[] }[];
  /** Whether the database has tables of the application's. */
  hasTables: boolean;
}

/** Every system's records: there, readable, of a source of this project, and in agreement with the ledger. */
export function judgeRecords(question: RecordsQuestion): Finding[] {
  const { found, expected, hasTables } = question;
  const ledger = found.find(isLedger);
  return [
    ...judgeLedger(ledger, found, hasTables),
    ...found.filter((table) => !isLedger(table)).map((table) => judgeTable(table, question)),
    ...expected
      .filter((records) => !found.some((table) => isOf(table, records)))
      .filter(() => ledger !== undefined && (ledger.rows ?? 0) > 0)
      .filter(({ name }) => name !== "__drizzle_migrations")
      .map(({ source, schema, name }) =>
        warning(
          `Source "${source}" keeps its records in ${[schema, name].filter((part) => part !== null).join(".")}, which isn't there`,
          "Either it has never migrated this database, or its records were deleted: dbfirst status.",
        ),
      ),
    ...question.unrecorded.map(({ source, table, names }) =>
      warning(
        `The ledger has ${names.length} of source "${source}" that ${table} hasn't: ${firstOf(names)}`,
        "Its own migrator would run them again. dbfirst baseline records them there, too.",
      ),
    ),
  ];
}

function judgeLedger(
  ledger: RecordsTable | undefined,
  found: readonly RecordsTable[],
  hasTables: boolean,
): Finding[] {
  if (ledger === undefined) {
    if (!hasTables) return [ok("No ledger yet, and no tables: the database is new")];
    if (found.length > 0) return [ok("No ledger yet: other migrators have kept the records")];
    return [
      warning(
        "There are tables, and no ledger yet: dbfirst would run every migration",
        "dbfirst baseline records those whose objects are there; --dry-run shows which.",
      ),
    ];
  }
  if (ledger.rows === null) {
    return [
      problem(
        "The role may not read dbfirst.ledger",
        "GRANT USAGE ON SCHEMA dbfirst, and SELECT ON dbfirst.ledger.",
      ),
    ];
  }
  return [ok(`dbfirst.ledger: ${ledger.rows} recorded`)];
}

function judgeTable(table: RecordsTable, { expected, systems }: RecordsQuestion): Finding {
  const name = `${table.schema}.${table.name}`;
  const rows = table.rows === null ? "not readable for this role" : `${table.rows} recorded`;
  const source = expected.find((records) => isOf(table, records));
  if (source !== undefined && table.name === "alembic_version" && (table.rows ?? 0) > 1) {
    return warning(
      `${name} has ${table.rows} rows: Alembic has several heads here`,
      "alembic merge heads joins them; `alembic upgrade head` fails until then.",
    );
  }
  if (source !== undefined) return ok(`${name} of source "${source.source}": ${rows}`);
  const system = systems.find((known) => known.table === table.name)?.name;
  const what = system === undefined ? "A migration system's" : `${system}'s`;
  return warning(
    `${what} records are in ${name} (${rows}), and no source of this project keeps them`,
    "Add it to `sources` in dbfirst.config.ts (docs/several-systems.md), or drop the table if nobody uses it any more.",
  );
}

function isLedger({ schema, name }: RecordsTable): boolean {
  return schema === "dbfirst" && name === "ledger";
}

function isOf(table: RecordsTable, { schema, name }: ExpectedRecords): boolean {
  return table.name === name && (schema === null || schema === table.schema);
}

function firstOf(names: readonly string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")}, …`;
}
