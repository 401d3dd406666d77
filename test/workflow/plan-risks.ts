import type { RepairStatement } from "../../src/drift/plan/repair.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";

/** From the weakest to the strongest. https://www.postgresql.org/docs/current/explicit-locking.html */
const locks = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
];
/** What queries take, too, and a plan doesn't speak of. */
const weak = new Set(locks.slice(0, 3));

interface Holdings {
  /** What can be locked. */
  relations: Set<string>;
  /** What holds data, with its file. */
  files: Map<string, string>;
  columns: Set<string>;
  /** Composite types. While something has such a type, nobody can drop it: with it goes no data. */
  types: Set<string>;
}

/**
 * Runs a plan's statements, each in a transaction of its own, and compares what they say about locks, data and reading with
 * what the server tells. Empty: nothing is played down, and nothing made worse than it is.
 */
export async function runAndWatch(
  settings: ConnectionSettings,
  statements: readonly RepairStatement[],
): Promise<string[]> {
  const sql = await connect(settings, { applicationName: "dbfirst risks" });
  try {
    const known = await holdings(sql);
    const wrong: string[] = [];
    for (const statement of statements) {
      if (statement.transactional) wrong.push(...(await watch(sql, statement, known)));
      else await sql.unsafe(statement.sql);
    }
    return wrong;
  } finally {
    await sql.end();
  }
}

async function watch(sql: Sql, statement: RepairStatement, known: Holdings): Promise<string[]> {
  await sql.unsafe("BEGIN");
  // Counts of earlier transactions are added up until they are reported.
  const scansBefore = await scans(sql, known);
  const before = await holdings(sql);
  await sql.unsafe(statement.sql);
  const lock = await strongestLock(sql, known);
  // What is read under a weak lock keeps nobody out.
  const scanned = lock !== null && !weak.has(lock) && (await scans(sql, known)) > scansBefore;
  const after = await holdings(sql);
  // Settings count in their session only.
  await sql.unsafe("COMMIT");
  const isOfGoneType = (column: string) => {
    const [relation = ""] = column.split(":");
    return before.types.has(relation) && !after.types.has(relation);
  };
  const gone = [...before.columns].filter(
    (key) => known.columns.has(key) && !after.columns.has(key) && !isOfGoneType(key),
  );
  const isRewritten = [...before.files].some(
    ([key, file]) => known.files.has(key) && (after.files.get(key) ?? file) !== file,
  );
  return [
    ...(isUnderstated(lock, statement.lock) ? [`takes ${lock}, and says ${statement.lock}`] : []),
    ...(isUnderstated(statement.lock, lock)
      ? [`takes ${lock}, and says only worse: ${statement.lock}`]
      : []),
    ...(gone.length > 0 && !statement.losesData ? ["loses data in silence"] : []),
    ...(gone.length === 0 && statement.losesData && !mayLose.test(statement.sql)
      ? ["loses nothing, and says so"]
      : []),
    ...((isRewritten || scanned) && !statement.rewritesTable
      ? ["rewrites or reads a table in silence"]
      : []),
    ...(!isRewritten && !scanned && statement.rewritesTable && !changesType.test(statement.sql)
      ? ["neither rewrites nor reads, and says so"]
      : []),
  ].map((text) => `${text}: ${statement.sql}`);
}

/** What nobody but its owner can write again, and values that a cast may change: rows would have to show it. */
const mayLose = /^DROP (?:USER MAPPING|SERVER|FOREIGN)| ALTER COLUMN .* TYPE /s;

/** Whether rows have to be written depends on casts, and on whether the table is one of partitions. */
const changesType = / ALTER COLUMN .* TYPE | SET ACCESS METHOD /s;

function isUnderstated(taken: string | null, said: string | null): boolean {
  const rank = (lock: string | null) =>
    lock === null || weak.has(lock) ? -1 : locks.indexOf(lock);
  return rank(taken) > rank(said);
}

async function holdings(sql: Sql): Promise<Holdings> {
  const rows = await sql.unsafe<
    { relation: string; kind: string; file: string; column: string | null }[]
  >(`
    SELECT c.oid::text AS relation, 
      -- The sequence of an identity column goes on from what the column holds.
      CASE WHEN EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i' AND c.relkind = 'S')
        THEN 'identity' ELSE c.relkind::text END AS kind, c.relfilenode::text AS file, c.oid || ':' || a.attnum AS "column"
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.oid >= 16384 AND c.relkind <> 't'
`);
  const holding = rows.filter(({ kind }) => "rpSc".includes(kind));
  return {
    relations: new Set(rows.flatMap(({ relation, kind }) => (kind === "c" ? [] : [relation]))),
    files: new Map(
      rows.flatMap(({ relation, kind, file }) => ("rpm".includes(kind) ? [[relation, file]] : [])),
    ),
    columns: new Set(holding.flatMap(({ column }) => column ?? [])),
    types: new Set(rows.flatMap(({ relation, kind }) => (kind === "c" ? [relation] : []))),
  };
}

async function strongestLock(sql: Sql, known: Holdings): Promise<string | null> {
  const rows = await sql.unsafe<{ mode: string }[]>(
    `SELECT DISTINCT regexp_replace(mode, 'Lock$', '') AS mode FROM pg_locks
     WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation::text = ANY($1)`,
    [[...known.relations]],
  );
  const modes = rows.map(({ mode }) => mode.replaceAll(/(?<=.)(?=[A-Z])/g, " ").toUpperCase());
  return modes.toSorted((a, b) => locks.indexOf(b) - locks.indexOf(a))[0] ?? null;
}

async function scans(sql: Sql, known: Holdings): Promise<number> {
  const [row] = await sql.unsafe<{ scans: number }[]>(
    `SELECT coalesce(sum(pg_stat_get_xact_numscans(oid)), 0)::integer AS scans FROM pg_class
     WHERE oid::text = ANY($1) AND relkind IN ('r', 'p', 'm')`,
    [[...known.files.keys()]],
  );
  return row?.scans ?? 0;
}
