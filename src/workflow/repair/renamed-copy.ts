import type { Catalog } from "../../catalog/fact.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { renamesBetween } from "../../drift/compare/compare.ts";
import type { RelationName } from "../../drift/plan/excerpt.ts";
import type { PlannedState } from "../../drift/plan/statements.ts";
import { attachmentsBetween } from "../../drift/plan/facts/attachments.ts";
import { presumedSchemas } from "../../drift/plan/presumed-schemas.ts";
import { presumedColumns } from "../../drift/renames/presumed-columns.ts";
import { presumedRenames } from "../../drift/renames/presumed-renames.ts";
import {
  movedMultiranges,
  renamedLabels,
  renameStatement,
} from "../../drift/plan/rename-statements.ts";
import type { Rename } from "../../drift/renames/renames.ts";
import { ownStatement } from "../../drift/plan/own-statement.ts";
import type { RepairStatement } from "../../drift/plan/repair.ts";
import { connect } from "../../postgres/connect.ts";
import { serverReport } from "../../postgres/failure.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { readState } from "./planned-states.ts";
import type { PlacedOptions } from "./repair.ts";
import { readProjectCatalog } from "../replay.ts";
import type { Run } from "../run.ts";

/** What the migrations make, with the target's names and partitions: a plan from there, or to it, has no renames in it. */
export interface RenamedCopy {
  state: PlannedState;
  /** Without what the project ignores. */
  catalog: Catalog;
  /** What makes it so, and what takes it back. */
  keep: readonly RepairStatement[];
  revert: readonly RepairStatement[];
}

/**
 * Makes of a copy of the replayed migrations what the planning library would make anew: names, first those of schemas, tables and columns
 * that were changed in more, and which table is whose partition or child. Undefined where none of that differs, or a name is taken.
 *
 * @throws DatabaseError; the signal's reason.
 */
export async function renameOnCopy(
  project: Project,
  { place, witness, actual }: PlacedOptions,
  reading: { timeoutMs: number; only?: readonly RelationName[] | undefined },
  run: Run,
): Promise<RenamedCopy | undefined> {
  let copy: ConnectionSettings | undefined;
  let catalog = witness.applied;
  const made: BothWays[] = [];
  for (const between of [
    schemasBetween,
    tablesBetween,
    columnsBetween,
    namesBetween,
    attachmentsBetween,
  ]) {
    const statements = between(catalog, actual);
    if (statements.keep.length === 0) continue;
    copy ??= await place.copy();
    const isMade = await areRun(copy, statements.keep, run);
    if (!isMade && (between === tablesBetween || between === namesBetween)) return undefined;
    const before = catalog;
    // What stands on a renamed table may have another name, too.
    catalog = withoutIgnored(await readProjectCatalog(project, copy, run), project.ignore);
    // Of what a partition has of its parent, only that has to go with it again which came with it.
    const { revert } = between === attachmentsBetween ? between(before, catalog) : statements;
    if (isMade) made.push({ keep: statements.keep, revert });
  }
  if (copy === undefined || made.length === 0) return undefined;
  const schemas = presumedSchemas(witness.applied, actual);
  const only = reading.only && withMoved(reading.only, schemas);
  return {
    state: await readState(copy, { ...reading, only }, run),
    catalog,
    keep: made.flatMap(({ keep }) => keep),
    revert: made.toReversed().flatMap(({ revert }) => revert),
  };
}

/** With what relations are called in a renamed schema: one that the target hasn't isn't among them by that name. */
function withMoved(
  relations: readonly RelationName[],
  renames: readonly Rename[],
): readonly RelationName[] {
  const schemas = new Map(renames.map(({ from, to }) => [plainText(from), plainText(to)]));
  return relations.flatMap((one) => {
    const schema = schemas.get(one.schema);
    return schema === undefined ? [one] : [one, { ...one, schema }];
  });
}

/** A name without the quotes that it may have in SQL. */
function plainText(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

type BothWays = Pick<RenamedCopy, "keep" | "revert">;

/** Of schemas in which something was changed, too. */
function schemasBetween(expected: Catalog, actual: Catalog): BothWays {
  return bothWays(presumedSchemas(expected, actual));
}

/** Of tables that were changed in more than their names. */
function tablesBetween(expected: Catalog, actual: Catalog): BothWays {
  return bothWays(presumedRenames(expected, actual));
}

/** Of columns, too. */
function columnsBetween(expected: Catalog, actual: Catalog): BothWays {
  return bothWays(presumedColumns(expected, actual));
}

/** Of all that is called otherwise, and is the same in everything else. */
function namesBetween(expected: Catalog, actual: Catalog): BothWays {
  const renames = renamesBetween(expected, actual);
  const names = bothWays(renames);
  const labels = renamedLabels(expected, actual);
  const schemas = newSchemas(renames, expected);
  const multiranges = movedMultiranges(expected, actual);
  return {
    keep: [...schemas.keep, ...names.keep, ...labels.keep, ...multiranges.keep],
    revert: [...multiranges.revert, ...names.revert, ...labels.revert, ...schemas.revert],
  };
}

/** What goes to another schema needs it there. */
function newSchemas(renames: readonly Rename[], { facts }: Catalog): BothWays {
  const there = new Set(facts.flatMap(({ kind, object }) => (kind === "schema" ? [object] : [])));
  const targets = renames.flatMap(({ attribute, to }) => (attribute === "schema" ? [to] : []));
  const missing = [...new Set(targets)].filter((schema) => !there.has(schema));
  return {
    keep: missing.map((schema) => ownStatement(`CREATE SCHEMA ${schema}`)),
    revert: missing.map((schema) => ownStatement(`DROP SCHEMA ${schema}`)),
  };
}

function bothWays(renames: readonly Rename[]): BothWays {
  return {
    keep: renames.map((rename) => renameStatement(rename, "actual")),
    revert: renames.map((rename) => renameStatement(rename, "expected")),
  };
}

/** False: the server refuses one of the statements, and none ran. */
async function areRun(
  copy: ConnectionSettings,
  statements: readonly RepairStatement[],
  run: Run,
): Promise<boolean> {
  const sql = await connect(copy, { applicationName: "dbfirst plan", signal: run.signal });
  try {
    await sql.begin(async (session) => {
      for (const statement of statements) await session.unsafe(statement.sql);
    });
    return true;
  } catch (error) {
    run.signal.throwIfAborted();
    if (serverReport(error) === undefined) throw error;
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
