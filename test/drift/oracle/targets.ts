import { readFileSync } from "node:fs";
import type { Sql } from "../../../src/postgres/connect.ts";

/** Something in a database that a random change can be made to. Names are quoted as SQL needs them. */
export interface Target {
  kind: string;
  /** `app.team`; of what stands on a table, without the table: `team_touch`. */
  name: string;
  /** What it stands on, where SQL must name that: `app.team`. */
  on: string;
  /** More that a change needs to know: a column's type, an index's definition. */
  detail: string;
}

/** Asked of the catalogs directly, and not of what is tested. */
const query = readFileSync(new URL("targets.sql", import.meta.url), "utf8");

/** Everything that a random change may be made to, in an order that depends on names alone. */
export async function readTargets(sql: Sql): Promise<Target[]> {
  return await sql.begin(async (session) => {
    await session.unsafe("SET LOCAL search_path = ''");
    return [...(await session.unsafe<Target[]>(query))];
  });
}
