import { readdirSync, readFileSync } from "node:fs";
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
  statements: string[];
  /** The first version that has what it uses. */
  from: number;
}

export function baseStatements(): string[] {
  return statementsOf(readFileSync(new URL("base.sql", folder), "utf8"));
}

/** Every block of every file but base.sql: lines `-- finding`, then SQL, up to an empty line. */
export function changes(): Change[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql") && name !== "base.sql");
  return files.toSorted().flatMap((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    let line = 1;
    return text.split(/\n\n+/).flatMap((block) => {
      const start = line;
      line += block.split("\n").length + 1;
      const head = block.split("\n").filter((row) => row.startsWith("-- "));
      const body = block.split("\n").filter((row) => !row.startsWith("-- "));
      if (head.length === 0) return [];
      const rows = head.map((row) => row.slice(3));
      const from = Number(rows.find((row) => row.startsWith("from "))?.slice(5) ?? 0);
      const expected = rows.filter((row) => row !== "nothing" && !row.startsWith("from "));
      return [
        {
          file,
          line: start,
          expected,
          from,
          statements: statementsOf(body.join("\n")),
        },
      ];
    });
  });
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

/** A database with a subscription can't be dropped. */
export async function dropSubscriptions(settings: ConnectionSettings): Promise<void> {
  await runStatements(settings, ["DROP SUBSCRIPTION IF EXISTS feed"]);
}
