import type { Sql } from "./connect.ts";
import { quoteIdentifier, quoteLiteral } from "./quote.ts";

// What throw-away databases leave on a server that was named: databases whose names begin with a prefix, and roles.

interface Roles {
  /** Every role that was there before. Undefined: others have databases there. */
  before: ReadonlySet<string> | undefined;
  prefix: string;
  /** Roles that we made; those that are gone are taken out. */
  made: Set<string>;
}

/** Removes what a killed process has left. */
export async function sweep(sql: Sql, prefix: string): Promise<void> {
  const left = await sql<{ name: string }[]>`
    SELECT datname AS name FROM pg_catalog.pg_database WHERE starts_with(datname, ${prefix})`;
  for (const { name } of left) await dropDatabase(sql, name);
  const [marker] = await sql<{ roles: string | null }[]>`
    SELECT pg_catalog.shobj_description(oid, 'pg_authid') AS roles
    FROM pg_catalog.pg_roles WHERE rolname = ${markerOf(prefix)}`;
  if (marker?.roles == null) return;
  const before = new Set(JSON.parse(marker.roles) as string[]);
  await dropRoles(sql, { before, prefix, made: new Set() });
  await dropMarker(sql, prefix);
}

/** A role that tells the next process, should this one be killed, which roles were there before. */
export async function mark(sql: Sql, prefix: string): Promise<ReadonlySet<string>> {
  const before = await roleNames(sql);
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

export async function dropMarker(sql: Sql, prefix: string): Promise<void> {
  await sql.unsafe(`DROP ROLE IF EXISTS ${quoteIdentifier(markerOf(prefix))}`);
}

export async function roleNames(sql: Sql): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`SELECT rolname AS name FROM pg_catalog.pg_roles`;
  return new Set(rows.map(({ name }) => name));
}

/** Drops the roles that came since: those that migrations made on a server of its own, elsewhere only our own. */
export async function dropRoles(sql: Sql, { before, prefix, made }: Roles): Promise<void> {
  const now = await roleNames(sql);
  const isOurs = (name: string) =>
    before === undefined
      ? made.has(name)
      : !before.has(name) && !name.startsWith("pg_") && name !== markerOf(prefix);
  for (const name of [...now].filter(isOurs)) {
    // What it owns or may do in this database, to which a script may have connected.
    await sql.unsafe(`DROP OWNED BY ${quoteIdentifier(name)}`);
    await sql.unsafe(`DROP ROLE ${quoteIdentifier(name)}`);
    made.delete(name);
  }
}

/** With its subscription and its slots, which would keep it. */
export async function dropDatabase(sql: Sql, name: string): Promise<void> {
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
