import { readdirSync, readFileSync } from "node:fs";
import type { Catalog } from "../../src/catalog/fact.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import type { Finding } from "../../src/drift/finding.ts";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";

const folder = new URL("./changes/", import.meta.url);

/** One change to the base schema, and the findings that it must give: no fewer and no more. */
export interface Change {
  file: string;
  line: number;
  /** `changed | column | app.team.slug | type`; none for a harmless change. ` (from 18)`: not on older servers. */
  expected: string[];
  /** What must be there before the change, besides the base schema. */
  preparation: string[];
  statements: string[];
  /** The first version that has what it uses. */
  from: number;
  /** It can be seen from the server's other databases, so that nothing else may run meanwhile. */
  isServerWide: boolean;
}

/** The schema that each change is made to. */
export function baseStatements(): string[] {
  return statementsOf(readFileSync(new URL("base.sql", folder), "utf8"));
}

/**
 * Every block of every file but base.sql, up to an empty line: `-- finding` or `-- nothing`, perhaps `-- from 15` or
 * `-- server-wide`; then SQL; where something must be there first, that goes before a line `-- then`.
 */
export function changes(): Change[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql") && name !== "base.sql");
  return files.toSorted().flatMap((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    let line = 1;
    return text.split(/\n\n+/).flatMap((block) => {
      const change = parseBlock(block, file, line);
      line += block.split("\n").length + 1;
      return change === undefined ? [] : [change];
    });
  });
}

/** Undefined: a comment. */
function parseBlock(block: string, file: string, line: number): Change | undefined {
  const [first = "", second] = block.split("\n-- then\n");
  const rows = first.split("\n");
  const head = rows.filter((row) => row.startsWith("-- ")).map((row) => row.slice(3));
  const body = statementsOf(rows.filter((row) => !row.startsWith("-- ")).join("\n"));
  if (body.length === 0) return undefined;
  const expected = head.filter((row) => /^(?:added|removed|changed) \| /.test(row));
  const known = new Set([...expected, "nothing", "server-wide"]);
  const unknown = head.filter((row) => !known.has(row) && !/^from \d+$/.test(row));
  if (unknown.length > 0 || (expected.length === 0) !== head.includes("nothing"))
    throw new Error(`${file}:${line}: ${unknown[0] ?? "neither a finding nor nothing"}`);
  return {
    file,
    line,
    expected,
    preparation: second === undefined ? [] : body,
    statements: second === undefined ? body : statementsOf(second),
    from: Number(head.find((row) => row.startsWith("from "))?.slice(5) ?? 0),
    isServerWide: head.includes("server-wide"),
  };
}

/** Statements end at a semicolon at the end of a line, outside of dollar quotes. */
function statementsOf(text: string): string[] {
  const statements: string[] = [];
  let current = "";
  for (const line of text.split("\n")) {
    current += `${line}\n`;
    const quotes = current.split("$$").length - 1;
    if (!line.endsWith(";") || quotes % 2 === 1) continue;
    statements.push(current);
    current = "";
  }
  if (current.trim() !== "") throw new Error(`A statement has no end: ${current}`);
  return statements;
}

/** The findings that a change must give on a server of some version. */
export function expectedOn(expected: readonly string[], major: number): string[] {
  return expected
    .filter((line) => major >= Number(/ \(from (\d+)\)$/.exec(line)?.[1] ?? 0))
    .map((line) => line.replace(/ \(from \d+\)$/, ""))
    .toSorted();
}

/** Findings as the files write them, sorted. */
export function findingsOf(findings: readonly Finding[]): string[] {
  return findings
    .map(({ change, kind, object, attribute }) =>
      [change, kind, object, ...(attribute === null ? [] : [attribute])].join(" | "),
    )
    .toSorted();
}

/** Makes a change to a database that holds the base schema, and gives the findings as the files write them. */
export async function findingsOfChange(
  settings: ConnectionSettings,
  base: Catalog,
  { preparation, statements }: Pick<Change, "preparation" | "statements">,
): Promise<string[]> {
  let expected = base;
  if (preparation.length > 0) {
    await runStatements(settings, preparation);
    expected = await readCatalog(settings);
  }
  await runStatements(settings, statements);
  return findingsOf(compareFacts(expected, await readCatalog(settings)));
}

/** Runs statements one by one, so that VACUUM and the like work. */
export async function runStatements(
  settings: ConnectionSettings,
  statements: readonly string[],
): Promise<void> {
  const sql = await connect(settings, { applicationName: "dbfirst change suite" });
  try {
    for (const statement of statements) await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

/** What a change may leave that the next one, or the removal of the database, would trip over. */
export async function cleanUp(settings: ConnectionSettings): Promise<void> {
  await runStatements(settings, [
    "SET statement_timeout = 0",
    `DO $$ DECLARE s record; BEGIN
      FOR s IN SELECT subname FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) LOOP
        EXECUTE format('ALTER SUBSCRIPTION %I DISABLE', s.subname);
        EXECUTE format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', s.subname);
        EXECUTE format('DROP SUBSCRIPTION %I', s.subname);
      END LOOP;
    END $$;`,
    `DO $$ BEGIN
      IF current_setting('server_version_num')::int >= 150000 THEN
        EXECUTE 'REVOKE ALL ON PARAMETER work_mem, log_statement FROM dbfirst_reader, PUBLIC';
      END IF;
    END $$;`,
  ]);
}
