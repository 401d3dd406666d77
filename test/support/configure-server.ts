import { chown, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "../../src/postgres/connect.ts";
import { quoteIdentifier, quoteLiteral } from "../../src/postgres/quote.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";

export interface ServerConfiguration {
  /** The lines of pg_hba.conf. */
  access?: readonly string[];
  /** Files for the data directory, by name. */
  files?: Readonly<Record<string, Buffer>>;
  settings?: Readonly<Record<string, string>>;
}

/** Changes the configuration of a shadow while it runs. New connections find it changed. */
export async function configureServer(
  server: ConnectionSettings,
  { access, files = {}, settings = {} }: ServerConfiguration,
): Promise<void> {
  const sql = await connect(server);
  try {
    const [row] = await sql<
      { folder: string }[]
    >`SELECT current_setting('data_directory') AS folder`;
    const folder = row?.folder ?? "";
    const { uid, gid } = await stat(folder);
    const rules =
      access === undefined ? {} : { "pg_hba.conf": Buffer.from(`${access.join("\n")}\n`) };
    for (const [name, content] of Object.entries({ ...files, ...rules })) {
      await writeFile(join(folder, name), content, { mode: 0o600 });
      await chown(join(folder, name), uid, gid);
    }
    for (const [name, value] of Object.entries(settings)) {
      await sql.unsafe(`ALTER SYSTEM SET ${quoteIdentifier(name)} = ${quoteLiteral(value)}`);
    }
    const loaded = await sql<{ at: Date }[]>`SELECT pg_conf_load_time() AS at`;
    await sql`SELECT pg_reload_conf()`;
    await untilReloaded(server, loaded[0]?.at ?? new Date(0));
  } finally {
    await sql.end();
  }
}

async function untilReloaded(server: ConnectionSettings, before: Date): Promise<void> {
  const end = performance.now() + 60_000;
  while (performance.now() < end) {
    const sql = await connect(server);
    const [row] = await sql<{ at: Date }[]>`SELECT pg_conf_load_time() AS at`;
    await sql.end();
    if (row !== undefined && row.at > before) return;
  }
  throw new Error("the server didn't read its configuration again");
}
