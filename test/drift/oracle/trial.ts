import type { Catalog } from "../../../src/catalog/fact.ts";
import { readCatalog } from "../../../src/catalog/read.ts";
import { compareFacts } from "../../../src/drift/compare/compare.ts";
import { connect } from "../../../src/postgres/connect.ts";
import { quoteIdentifier } from "../../../src/postgres/quote.ts";
import type { ConnectionSettings } from "../../../src/postgres/settings.ts";
import { findingsOf } from "../change-suite.ts";
import { mutations, mutationSql } from "./mutations.ts";
import { neutralMutations } from "./neutral-mutations.ts";
import { pick, seededRandom } from "./random.ts";
import { readTargets, type Target } from "./targets.ts";
import { firstDifferences, type Witness } from "./witnesses.ts";

/** A database to make copies of, and what is known of it. */
export interface Original {
  settings: ConnectionSettings;
  catalog: Catalog;
  targets: readonly Target[];
  /** What each witness says of it. */
  accounts: ReadonlyMap<string, string>;
}

export type Witnesses = Readonly<Record<string, Witness>>;

/** A random change, and who saw it. */
export interface Trial {
  sql: string;
  /** Why PostgreSQL refused the change; then there is nothing else. */
  refused: string | undefined;
  findings: readonly string[];
  /** By witness: the first lines of what changed. Empty: it saw nothing. */
  seen: Readonly<Record<string, readonly string[]>>;
}

/** What random changes need: a schema to move things to, and a trigger's function. */
const setting = [
  ...["dbfirst_reader", "dbfirst_writer", "dbfirst_other"].map(
    (role) =>
      `DO $$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
  ),
  "CREATE SCHEMA IF NOT EXISTS chance",
  "CREATE OR REPLACE FUNCTION chance.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
  "CREATE OR REPLACE FUNCTION chance.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
];

/** Prepares a database that holds a schema for random changes, and gives what they can be made to. */
export async function prepareForChanges(settings: ConnectionSettings): Promise<Target[]> {
  const sql = await connect(settings);
  try {
    for (const statement of setting) await sql.unsafe(statement);
    return await readTargets(sql);
  } finally {
    await sql.end();
  }
}

/** Prepares a database that holds a schema, and reads it in every way. */
export async function readOriginal(
  settings: ConnectionSettings,
  witnesses: Witnesses,
): Promise<Original> {
  const targets = await prepareForChanges(settings);
  const accounts = new Map<string, string>();
  for (const [name, witness] of Object.entries(witnesses))
    accounts.set(name, await witness(settings));
  return { settings, catalog: await readCatalog(settings), targets, accounts };
}

/** As many random changes as asked for; the same seed gives the same ones. */
export function randomChanges(
  targets: readonly Target[],
  { count, seed }: { count: number; seed: number },
): string[] {
  const random = seededRandom(seed);
  const fitting = targets.filter(({ kind }) => kind in mutations);
  const kinds = [...new Set(fitting.map(({ kind }) => kind))];
  const tables = targets.filter(({ kind }) => kind === "table").map(({ name }) => name);
  const one = (): string => {
    const other = tables.length === 0 ? "chance.none" : pick(random, tables);
    if (random() < 0.08) {
      const target: Target = { kind: "", name: other, on: "", detail: "" };
      return mutationSql(pick(random, neutralMutations), target, other);
    }
    // By kind first, so that a schema's few triggers are changed as often as its many columns.
    const kind = pick(random, kinds);
    const target = pick(
      random,
      fitting.filter((candidate) => candidate.kind === kind),
    );
    return mutationSql(pick(random, mutations[kind]!), target, other);
  };
  return Array.from({ length: count }, one).filter((sql) => sql !== "");
}

/** What stands between `; `, but for those within quotes: a function's definition has its own. */
const statement = /(?:'(?:[^']|'')*'|"[^"]*"|(\$\w*\$).*?\1|[^;]|;(?! ))+/gs;

/** The statements of a change to a database. */
export function statementsOfChange(sql: string, database: string): string[] {
  const named = sql.replaceAll("{database}", () => quoteIdentifier(database));
  return [...named.matchAll(statement)].map(([text]) => text);
}

/** Makes a change to a copy of the original, and asks everybody what they see. */
export async function tryChange(
  original: Original,
  sql: string,
  copy: ConnectionSettings,
  witnesses: Witnesses,
): Promise<Trial> {
  const session = await connect(copy);
  try {
    // One by one, because VACUUM and the like take no company.
    for (const text of statementsOfChange(sql, copy.database)) await session.unsafe(text);
  } catch (error) {
    return { sql, refused: (error as Error).message, findings: [], seen: {} };
  } finally {
    await session.end();
  }
  const findings = findingsOf(compareFacts(original.catalog, await readCatalog(copy)));
  const seen: Record<string, string[]> = {};
  for (const [name, witness] of Object.entries(witnesses))
    seen[name] = firstDifferences(original.accounts.get(name)!, await witness(copy));
  return { sql, refused: undefined, findings, seen };
}
