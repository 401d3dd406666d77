import type { Sql } from "./connect.ts";
import { quoteIdentifier, quoteLiteral } from "./quote.ts";

// What throw-away databases leave on a server that was named: databases whose names begin with a prefix, and roles, which
// no database holds.

/** What is known of the roles of a server on which throw-away databases are made. */
export interface Roles {
  /** Every role that was there before. Undefined: we can make none, and so can't the scripts. */
  before: ReadonlySet<string> | undefined;
  /** Nobody else has a database there: each role that comes is ours. */
  isOwn: boolean;
  /** Roles that we made, or that are new and that only our databases are known to need; those that are gone are taken out. */
  made: Set<string>;
}

/** Removes what a killed process has left. */
export async function sweep(sql: Sql, prefix: string, isOwn: boolean): Promise<void> {
  const left = await sql<{ name: string }[]>`
    SELECT datname AS name FROM pg_catalog.pg_database WHERE starts_with(datname, ${prefix})`;
  const [marker] = await sql<{ roles: string | null }[]>`
    SELECT pg_catalog.shobj_description(oid, 'pg_authid') AS roles
    FROM pg_catalog.pg_roles WHERE rolname = ${markerOf(prefix)}`;
  const before = marker?.roles == null ? undefined : new Set(JSON.parse(marker.roles) as string[]);
  before?.add(markerOf(prefix));
  const roles = { before, isOwn, made: new Set<string>() };
  for (const { name } of left) await dropDatabase(sql, name, roles);
  await dropRoles(sql, roles);
  if (marker !== undefined) await dropMarker(sql, prefix);
}

/** A role that tells the next process, should this one be killed, which roles were there before. */
export async function mark(sql: Sql, prefix: string): Promise<ReadonlySet<string>> {
  const before = await roleNames(sql);
  before.add(markerOf(prefix));
  const marker = quoteIdentifier(markerOf(prefix));
  const list = quoteLiteral(JSON.stringify([...before]));
  await sql.unsafe(
    `BEGIN; CREATE ROLE ${marker} NOLOGIN; COMMENT ON ROLE ${marker} IS ${list}; COMMIT`,
  );
  return before;
}

function markerOf(prefix: string): string {
  return `${prefix}roles`;
}

/** Takes away what `mark` made. */
export async function dropMarker(sql: Sql, prefix: string): Promise<void> {
  await sql.unsafe(`DROP ROLE IF EXISTS ${quoteIdentifier(markerOf(prefix))}`);
}

/** The names of all roles of a server, PostgreSQL's own included. */
export async function roleNames(sql: Sql): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`SELECT rolname AS name FROM pg_catalog.pg_roles`;
  return new Set(rows.map(({ name }) => name));
}

/**
 * Drops the roles that came since and are ours; one that somebody else needs by now stays.
 *
 * @throws the driver's error for a role that can't be dropped for another reason.
 */
export async function dropRoles(sql: Sql, { before, isOwn, made }: Roles): Promise<void> {
  if (before === undefined) return;
  const isNew = isNewTo(before);
  const ours = [...(await roleNames(sql))].filter(
    (name) => made.has(name) || (isOwn && isNew(name)),
  );
  for (const name of ours) {
    try {
      // What it owns or may do in this database, to which a script may have connected.
      await sql.unsafe(`DROP OWNED BY ${quoteIdentifier(name)}`);
      await sql.unsafe(`DROP ROLE ${quoteIdentifier(name)}`);
    } catch (error) {
      if (sqlstateOf(error) !== dependentObjects) throw error;
    }
  }
  made.clear();
}

const dependentObjects = "2BP01";

function sqlstateOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

function isNewTo(before: ReadonlySet<string>): (name: string) => boolean {
  return (name) => !before.has(name) && !name.startsWith("pg_");
}

/** With its subscription and its slots, which would keep it. New roles that are named in it are noted. */
export async function dropDatabase(sql: Sql, name: string, { before, made }: Roles): Promise<void> {
  if (before !== undefined)
    for (const role of (await rolesNamedIn(sql, name)).filter(isNewTo(before))) made.add(role);
  const [held] = await sql<{ subscriptions: boolean }[]>`
    SELECT EXISTS (SELECT FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
      WHERE d.datname = ${name}) AS subscriptions`;
  if (held?.subscriptions)
    await sql`DELETE FROM pg_catalog.pg_subscription
      WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = ${name})`;
  await sql`SELECT pg_catalog.pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots
    WHERE database = ${name}`;
  await sql.unsafe(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
}

/** Who owns something in a database, or may do something there. */
async function rolesNamedIn(sql: Sql, database: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    SELECT DISTINCT r.rolname AS name FROM pg_catalog.pg_shdepend s
    JOIN pg_catalog.pg_database d ON d.oid = s.dbid
    JOIN pg_catalog.pg_roles r ON r.oid = s.refobjid
    WHERE s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.datname = ${database}`;
  return rows.map(({ name }) => name);
}
