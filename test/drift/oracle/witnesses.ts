import { execa } from "execa";
import { connect } from "../../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../../src/postgres/settings.ts";

/** Somebody else's account of what a database holds, as lines of text. Two that are equal say: nothing changed. */
export type Witness = (settings: ConnectionSettings) => Promise<string>;

/** The text of `pg_dump --schema-only --create`, without what differs from run to run and the database's name. */
export const dumped: Witness = async ({ host, port, user, password, database }) => {
  const { stdout } = await execa(
    "pg_dump",
    ["--schema-only", "--create", "-h", host, "-p", String(port), "-U", user, "-d", database],
    { env: { PGPASSWORD: password ?? "" } },
  );
  return stdout
    .replaceAll(database, "this_database")
    .split("\n")
    .filter((line) => line !== "" && !/^(?:--|\\(?:un)?restrict|SET )/.test(line))
    .join("\n");
};

/** What pg-delta extracts, sorted. */
export const extracted: Witness = async (settings) => {
  const { extract } = await import("@supabase/pg-delta/extract");
  const sql = await connect(settings);
  try {
    const query = async (text: string) => ({ rows: [...(await sql.unsafe(text))] });
    // The library asks for a pool of another driver, and uses no more of it than this.
    const pool = { connect: () => Promise.resolve({ query, release: () => undefined }) };
    const { factBase } = await extract(pool as unknown as Parameters<typeof extract>[0]);
    const print = (value: unknown) =>
      JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? String(item) : item));
    return [...factBase.facts().map(print), ...factBase.edges.map(print)].toSorted().join("\n");
  } finally {
    await sql.end();
  }
};

/** The first lines that one of two accounts has more often than the other. Their order doesn't count. */
export function firstDifferences(before: string, after: string, limit = 4): string[] {
  const more = new Map<string, number>();
  for (const line of before.split("\n")) more.set(line, (more.get(line) ?? 0) + 1);
  for (const line of after.split("\n")) more.set(line, (more.get(line) ?? 0) - 1);
  return [...more]
    .filter(([, count]) => count !== 0)
    .map(([line, count]) => `${count > 0 ? "-" : "+"} ${line.slice(0, 300)}`)
    .slice(0, limit);
}
