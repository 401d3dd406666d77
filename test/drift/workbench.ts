import type { Catalog } from "../../src/catalog/fact.ts";
import { readCatalogWithin, type Execute } from "../../src/catalog/read-within.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import { connect } from "../../src/postgres/connect.ts";
import { serverReport } from "../../src/postgres/failure.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { findingsOf, type Change } from "./change-suite.ts";

/** A database in which changes are tried: each in a transaction that is rolled back. */
export interface Workbench {
  /**
   * The findings of a change, as the files write them. Undefined where PostgreSQL refuses it: VACUUM and the like take no
   * transaction, and some statements don't take the company of others.
   */
  try: (change: Pick<Change, "preparation" | "statements">) => Promise<string[] | undefined>;
  end: () => Promise<void>;
}

type Row = Record<string, string | null>;

/** It would end the transaction that it is tried in. */
const endsTransactions = /^\s*(?:BEGIN|COMMIT|ROLLBACK|PREPARE TRANSACTION)\b/m;

/**
 * Opens a session on a database that holds the base schema. The long queries are planned once: that takes most of the time
 * of reading a small catalog.
 */
export async function openWorkbench(
  settings: ConnectionSettings,
  base: Catalog,
): Promise<Workbench> {
  const sql = await connect(settings, { applicationName: "dbfirst workbench" });
  const prepared = new Map<string, string>();
  const execute: Execute = async (text) => {
    if (!text.includes("\nWITH\n")) return [...(await sql.unsafe<Row[]>(text))];
    const name = prepared.get(text) ?? `reading_${prepared.size}`;
    if (!prepared.has(text)) await sql.unsafe(`PREPARE ${name} AS ${text}`);
    prepared.set(text, name);
    return [...(await sql.unsafe<Row[]>(`EXECUTE ${name}`))];
  };
  const attempt: Workbench["try"] = async ({ preparation, statements }) => {
    if ([...preparation, ...statements].some((text) => endsTransactions.test(text)))
      return undefined;
    await execute("BEGIN");
    try {
      for (const statement of preparation) await execute(statement);
      const expected = preparation.length === 0 ? base : await readCatalogWithin(execute, {});
      for (const statement of statements) await execute(statement);
      const actual = await readCatalogWithin(execute, {});
      return findingsOf(compareFacts(expected, actual));
    } catch (error) {
      if (serverReport(error) !== undefined) return undefined;
      throw error;
    } finally {
      await execute("ROLLBACK; RESET ALL");
    }
  };
  return { try: attempt, end: () => sql.end() };
}
