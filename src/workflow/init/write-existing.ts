import { rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { text } from "node:stream/consumers";
import { findClient } from "../../backup/find-client.ts";
import { streamClient } from "../../backup/run-client.ts";
import type { Project } from "../../config/load.ts";
import { UsageError } from "../../errors.ts";
import {
  dumpArguments,
  existingMigration,
  type ExistingSchema,
} from "../../init/existing-schema.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings, Target } from "../../postgres/settings.ts";
import { createMigration } from "../apply/create-migration.ts";
import { bookkeepingOf } from "../project-scope.ts";
import { readProjectSources } from "../project-sources.ts";
import { clientEnvironment } from "../release/backup.ts";
import type { Run } from "../run.ts";
import { existingQuery, type ExistingRow } from "./existing-query.ts";

/**
 * Writes what a database has already as the first SQL file of a source: for one that nobody has files of. The database is
 * only read, by pg_dump.
 *
 * @returns the file's path, relative to the project.
 * @throws UsageError where the database has nothing, or the source has files; DbfirstError CLIENT_MISSING, CLIENT_FAILED.
 */
export async function writeExisting(
  project: Project,
  { settings }: Target,
  wanted: { source: string | undefined; name: string },
  run: Run,
): Promise<string> {
  const found = await lookAt(project, settings, run);
  const { major } = found;
  const client = await findClient("pg_dump", { major, env: run.env, signal: run.signal });
  run.step(`Reading ${settings.database} with pg_dump ${client.version}`);
  const { stream, ended } = streamClient(client.path, {
    arguments: dumpArguments(found),
    env: await clientEnvironment(settings, run),
    signal: run.signal,
  });
  const [dump] = await Promise.all([text(stream), ended]);
  const file = await createMigration(project, { ...wanted, language: "sql" });
  const path = join(project.directory, file);
  try {
    refuseOthers(project, file);
    writeFileSync(path, `-- ${wanted.name}\n\n${existingMigration(dump, found)}`);
  } catch (error) {
    rmSync(path);
    throw error;
  }
  return file;
}

/** What is there already is there before whatever else runs. */
function refuseOthers(project: Project, file: string): void {
  // Other sources may have nothing yet, not even a folder.
  const sources = project.sources.filter(({ directory }) => directory === posix.dirname(file));
  const [source] = readProjectSources({ ...project, sources });
  const other = source?.migrations.find((migration) => migration.file !== file);
  if (source === undefined || other === undefined) return;
  throw new UsageError(
    `Source "${source.name}" has migrations already, such as ${other.file}: what they make would be made twice`,
    {
      hint: "Give the database's own objects a source of their own, in front of that one in dbfirst.config.ts, and name it by --source. To replace them all by this file, take them out of the folder first (docs/configuration.md#squashing). Nothing was written.",
    },
  );
}

async function lookAt(
  project: Project,
  settings: ConnectionSettings,
  run: Run,
): Promise<ExistingSchema> {
  const records = bookkeepingOf(project);
  const leftOut = {
    schemas: records.flatMap(({ schema, name }) =>
      schema !== null && name === null ? [schema] : [],
    ),
    tables: records.flatMap(({ schema, name }) => (name === null ? [] : [{ schema, name }])),
  };
  const session = await openReadingSession(settings, {
    applicationName: "dbfirst create",
    signal: run.signal,
  });
  try {
    const [[row] = []] = await session.query(existingQuery(leftOut.tables, project.schemas));
    const { number, tables, recordSchemas, ...found } = row as unknown as ExistingRow;
    if (tables === 0)
      throw new UsageError(`${settings.database} has no tables that could be written down`, {
        hint: "Name the database by --url or DATABASE_URL; a new one needs no such file.",
      });
    return {
      ...found,
      major: Math.floor(number / 10_000),
      schemas: project.schemas,
      leftOut: { ...leftOut, schemas: [...leftOut.schemas, ...recordSchemas] },
    };
  } finally {
    session.end();
  }
}
