import type { Catalog } from "../../catalog/fact.ts";
import { delegatedGrantsQuery, type DelegatedGrant } from "../../drift/plan/delegated-grants.ts";
import { connectedQuery, type RelationName } from "../../drift/plan/excerpt.ts";
import { plainName } from "../../drift/plan/names.ts";
import { readPlannedState, type PlannedState } from "../../drift/plan/statements.ts";
import { connect } from "../../postgres/connect.ts";
import { toDatabaseError } from "../../postgres/failure.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Run } from "../run.ts";

/**
 * What a database holds, as the planning library reads it, on a session of its own.
 *
 * @throws DatabaseError; the signal's reason; an Error of the library.
 */
export async function readState(
  settings: ConnectionSettings,
  options: { timeoutMs: number; only?: readonly RelationName[] | undefined },
  { signal }: Run,
): Promise<PlannedState> {
  const sql = await connect(settings, { applicationName: "dbfirst plan", signal });
  try {
    const delegated = await sql.unsafe<DelegatedGrant[]>(delegatedGrantsQuery);
    return { ...(await readPlannedState(sql, options)), delegated };
  } catch (error) {
    signal.throwIfAborted();
    throw toDatabaseError(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/**
 * The relations of two databases that a plan for these objects is about: see `connectedQuery`. Undefined where there are so many that
 * leaving the others out gains nothing.
 */
export async function readConnected(
  databases: readonly ConnectionSettings[],
  objects: readonly string[],
  { signal }: Run,
): Promise<RelationName[] | undefined> {
  const lists = await Promise.all(
    databases.map(async (settings) => {
      const sql = await connect(settings, { applicationName: "dbfirst plan", signal });
      try {
        return await sql.unsafe<RelationName[]>(connectedQuery(objects));
      } finally {
        await sql.end({ timeout: 1 });
      }
    }),
  );
  const named = new Map(lists.flat().map((one) => [JSON.stringify([one.schema, one.name]), one]));
  return named.size > mostToPlan ? undefined : [...named.values()];
}

/** More relations than this, and an excerpt round them is no quicker than the whole. */
export const mostToPlan = 400;

/** The schemas of the application, by the names that `schemaOf` gives. */
export function schemasOf(...catalogs: readonly Catalog[]): Set<string> {
  const schemas = catalogs.flatMap(({ facts }) => facts.filter(({ kind }) => kind === "schema"));
  return new Set(schemas.map(({ object }) => plainName(object)));
}

export function rolesOf({ facts }: PlannedState): string[] {
  return facts.flatMap(({ id }) => (id.kind === "role" ? [id.name] : []));
}

/** On a copy, everything belongs to another role. */
export function withOwner(sql: string, { from, to }: { from: string; to: string }): string {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  return sql.replaceAll(`OWNER TO ${quoted(from)}`, `OWNER TO ${quoted(to)}`);
}
