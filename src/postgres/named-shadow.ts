import { DatabaseError } from "../errors.ts";
import { connect, type Sql } from "./connect.ts";
import { toDatabaseError } from "./failure.ts";
import { describeDatabase } from "./format-url.ts";
import { withAdvisoryLock, type LockOptions } from "./lock.ts";
import { quoteIdentifier } from "./quote.ts";
import type { ConnectionSettings } from "./settings.ts";
import {
  dropDatabase,
  dropMarker,
  dropRoles,
  mark,
  roleNames,
  sweep,
  type Roles,
} from "./shadow-leftovers.ts";
import type { Shadow, ShadowOptions } from "./shadow.ts";

// A throw-away server may be one that somebody named, for the extensions that it has. What is made there goes with the command.

/** Seconds: a check takes a few, and so may several of them. */
const lockTimeout = 600;

/** What this process has on a server, for as long as it uses it. */
interface Lease extends Roles {
  sql: Sql;
  major: number;
  /** Begins the names of its databases. */
  prefix: string;
  /** How many databases were made so far. */
  count: number;
  uses: number;
  /** Gives the server back. */
  end: () => Promise<void>;
}

/** One for each server: what is nested, such as the proof of a pull from a replay, shares it. */
const leases = new Map<string, Promise<Lease>>();

/**
 * Makes throw-away databases on a server that was named. One process at a time: what a killed one has left is removed first.
 *
 * @throws DatabaseError: SHADOW_REFUSED where the role may not make databases, LOCK_TIMEOUT; the signal's reason.
 */
export async function openNamedShadow(
  server: ConnectionSettings,
  options: Pick<ShadowOptions, "signal" | "onProgress">,
): Promise<Shadow> {
  const { signal } = options;
  signal?.throwIfAborted();
  const lease = await lend(server, options);
  if (signal?.aborted === true) {
    await giveBack(server, lease);
    throw signal.reason as Error;
  }
  const { sql } = lease;
  const own: string[] = [];
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      throw toDatabaseError(error, server);
    }
  };
  const create = (template: string) =>
    told(async () => {
      const name = `${lease.prefix}${(lease.count += 1)}`;
      own.push(name);
      const strategy = lease.major >= 15 ? " STRATEGY file_copy" : "";
      await sql.unsafe(
        `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(template)}${strategy}`,
      );
      return { ...server, database: name };
    });
  const clear = async () => {
    for (const name of own.splice(0)) await dropDatabase(sql, name, lease);
    // Databases of an outer use may need them.
    if (lease.uses === 1) await dropRoles(sql, lease);
  };
  let removal: Promise<void> | undefined;
  const end = async () => {
    signal?.removeEventListener("abort", abort);
    try {
      await clear();
    } finally {
      await giveBack(server, lease);
    }
  };
  const dispose = () => (removal ??= end());
  // Whoever has it hears of a failure when they dispose of it themselves.
  const abort = () => void dispose().catch(() => undefined);
  signal?.addEventListener("abort", abort, { once: true });
  return {
    major: lease.major,
    settings: server,
    createDatabase: () => create("template0"),
    copyDatabase: ({ database }) => create(database),
    createRoles: (names) =>
      told(async () => {
        const known = await roleNames(sql);
        for (const name of names.filter((one) => !known.has(one))) {
          await sql.unsafe(`CREATE ROLE ${quoteIdentifier(name)} NOLOGIN`);
          lease.made.add(name);
        }
      }),
    clear: () => told(clear),
    dispose,
  };
}

function keyOf({ host, port, database, user }: ConnectionSettings): string {
  return JSON.stringify([host, port, database, user]);
}

async function lend(
  server: ConnectionSettings,
  options: Pick<ShadowOptions, "signal" | "onProgress">,
): Promise<Lease> {
  const key = keyOf(server);
  let lending = leases.get(key);
  if (lending === undefined) {
    lending = take(server, options);
    leases.set(key, lending);
    lending.catch(() => leases.delete(key));
  }
  const lease = await lending;
  lease.uses += 1;
  return lease;
}

async function giveBack(server: ConnectionSettings, lease: Lease): Promise<void> {
  lease.uses -= 1;
  if (lease.uses > 0) return;
  leases.delete(keyOf(server));
  await lease.end();
}

async function take(
  server: ConnectionSettings,
  { signal, onProgress }: Pick<ShadowOptions, "signal" | "onProgress">,
): Promise<Lease> {
  const sql = await reach(server);
  const hangUp = () => sql.end({ timeout: 1 });
  try {
    const release = await holdLock(sql, {
      key: "shadow",
      timeoutSeconds: lockTimeout,
      signal,
      onWait: () => onProgress?.("Waiting for another run, which uses the throw-away server"),
    });
    const lease = await prepare(sql, server);
    const end = async () => {
      try {
        if (lease.before !== undefined) await dropMarker(sql, lease.prefix);
        await release();
      } finally {
        await hangUp();
      }
    };
    return { ...lease, end };
  } catch (error) {
    await hangUp();
    signal?.throwIfAborted();
    throw toDatabaseError(error, server);
  }
}

/** Takes the lock, and gives what releases it; it goes with the session, too. */
function holdLock(sql: Sql, lock: LockOptions): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const held = withAdvisoryLock(sql, lock, untilReleased);
    function untilReleased(): Promise<void> {
      return new Promise((release) => {
        resolve(() => {
          release();
          return held;
        });
      });
    }
    held.catch(reject);
  });
}

/** Says which of the servers can't be reached: there is another one, whose URL was given, too. */
async function reach(server: ConnectionSettings): Promise<Sql> {
  try {
    return await connect(server, { applicationName: "dbfirst shadow" });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const { code, message, hint, sqlstate } = error;
    const which = `The server for throw-away databases: ${message}`;
    throw new DatabaseError(code, which, { hint, sqlstate, cause: error });
  }
}

interface About {
  oid: string;
  version: string;
  mayMake: boolean;
  mayMakeRoles: boolean;
  others: boolean;
}

async function prepare(sql: Sql, server: ConnectionSettings): Promise<Omit<Lease, "end">> {
  const [about] = await sql.unsafe<About[]>(`
    SELECT d.oid::text AS oid, current_setting('server_version_num') AS version,
      r.rolsuper OR r.rolcreatedb AS "mayMake", r.rolsuper OR r.rolcreaterole AS "mayMakeRoles",
      EXISTS (SELECT FROM pg_database o WHERE NOT o.datistemplate AND o.oid <> d.oid
        AND o.datname <> 'postgres' AND o.datname NOT LIKE 'dbfirst\\_shadow\\_%') AS others
    FROM pg_roles r, pg_database d
    WHERE r.rolname = current_user AND d.datname = current_database()`);
  const { oid, version, mayMake, mayMakeRoles, others } = about!;
  if (!mayMake)
    throw new DatabaseError(
      "SHADOW_REFUSED",
      `${JSON.stringify(server.user)} may not make throw-away databases on ${describeDatabase(server)}.`,
      {
        hint: "Name a role that may (ALTER ROLE … CREATEDB), best the superuser of a server of its own.",
      },
    );
  const prefix = `dbfirst_shadow_${oid}_`;
  await sweep(sql, prefix, !others);
  return {
    sql,
    major: Math.floor(Number(version) / 10_000),
    prefix,
    before: mayMakeRoles ? await mark(sql, prefix) : undefined,
    isOwn: !others,
    made: new Set<string>(),
    count: 0,
    uses: 0,
  };
}
