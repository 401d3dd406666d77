import postgres from "postgres";
import type { ChildConnection } from "../messages.ts";

/** As much of the driver pg's pool as Kysely's PostgresDialect uses. */
export interface Pool {
  connect: () => Promise<PoolClient>;
  end: () => Promise<void>;
}

interface PoolClient {
  query: (text: string, parameters?: readonly unknown[]) => Promise<QueryResult>;
  release: () => void;
}

interface QueryResult {
  rows: readonly unknown[];
  rowCount: number;
  command: string;
}

/**
 * A pool on a throw-away database, over our own driver: a project needn't have pg, and one that has it needn't have it in a
 * version that takes our connection.
 *
 * @param schema first in the search path; undefined: the usual path.
 */
export function openPool(connection: ChildConnection, schema: string | undefined): Pool {
  const sql = postgres({
    ...connection,
    password: () => connection.password ?? "",
    ssl: false,
    max: 1,
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: "dbfirst auth generate",
      ...(schema === undefined ? {} : { search_path: `"${schema.replaceAll('"', '""')}", public` }),
    },
  } as postgres.Options<Record<string, postgres.PostgresType>>);
  const client: PoolClient = {
    async query(text, parameters = []) {
      const rows = await sql.unsafe(text, [...parameters] as postgres.ParameterOrJSON<never>[]);
      return { rows: [...rows], rowCount: rows.count, command: rows.command };
    },
    release: () => undefined,
  };
  return { connect: () => Promise.resolve(client), end: () => sql.end({ timeout: 1 }) };
}
