import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";

/** A schema to load, as a script for psql. */
export interface SchemaFile {
  name: string;
  path: string;
  /** One of the project's own. */
  isOwn: boolean;
}

/** The project's own schemas; and those of the folder that DBFIRST_CORPUS names, if it is set. */
export function schemaFiles(): SchemaFile[] {
  const own = fileURLToPath(new URL("../fixtures/schemas/", import.meta.url));
  const corpus = process.env["DBFIRST_CORPUS"];
  return [own, ...(corpus === undefined ? [] : [corpus])].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".sql"))
      .toSorted()
      .map((name) => ({
        name: basename(name, ".sql"),
        path: join(folder, name),
        isOwn: folder === own,
      })),
  );
}

/** Where psql, pg_dump and pg_restore find a database. */
export function clientOptions({ host, port, user, password, database }: ConnectionSettings): {
  args: string[];
  env: Record<string, string>;
} {
  return {
    args: ["-h", host, "-p", String(port), "-U", user, "-d", database],
    env: { PGPASSWORD: password ?? "", PGOPTIONS: "-c client_min_messages=error" },
  };
}

/** Runs a script with psql. Gives psql's first complaint; undefined where there is none. */
export async function loadSchema(
  settings: ConnectionSettings,
  { path }: Pick<SchemaFile, "path">,
): Promise<string | undefined> {
  const { args, env } = clientOptions(settings);
  const { stderr, exitCode } = await execa(
    "psql",
    ["-qX", "-v", "ON_ERROR_STOP=1", ...args, "-f", path],
    { env, stdout: "ignore", reject: false },
  );
  return exitCode === 0 ? undefined : stderr.split("\n")[0];
}
