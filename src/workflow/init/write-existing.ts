import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
import { quoteLiteral } from "../../postgres/quote.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings, Target } from "../../postgres/settings.ts";
import { countApplicationTables } from "../application-tables.ts";
import { createMigration } from "../apply/create-migration.ts";
import { bookkeepingOf } from "../project-scope.ts";
import { readProjectSources } from "../project-sources.ts";
import { clientEnvironment } from "../release/backup.ts";
import type { Run } from "../run.ts";

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
  const source = readProjectSources(project).find(({ migrations }) =>
    migrations.some((migration) => migration.file === file),
  );
  const [other] = source?.migrations.filter((migration) => migration.file !== file) ?? [];
  if (source === undefined || other === undefined) return;
  throw new UsageError(
    `Source "${source.name}" has migrations already, such as ${other.file}: what they make would be made twice`,
    {
      hint: "Give the database's own objects a source of their own, in front of that one in dbfirst.config.ts, and name it by --source. Nothing was written.",
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
    const [[row] = []] = await session.query(lookQuery(leftOut.tables, project.schemas));
    const { number, tables, owner, roles, extensions, recordSchemas } = row as {
      number: number;
      tables: number;
      owner: string;
      roles: string[];
      extensions: string[];
      recordSchemas: string[];
    };
    if (tables === 0)
      throw new UsageError(`${settings.database} has no tables that could be written down`, {
        hint: "Name the database by --url or DATABASE_URL; a new one needs no such file.",
      });
    return {
      major: Math.floor(number / 10_000),
      roles,
      owner,
      schemas: project.schemas,
      extensions,
      leftOut: { ...leftOut, schemas: [...leftOut.schemas, ...recordSchemas] },
    };
  } finally {
    session.end();
  }
}

/** In one statement: what it says fits together. */
function lookQuery(
  records: readonly { name: string }[],
  schemas: readonly string[] | undefined,
): string {
  const names = records.map(({ name }) => quoteLiteral(name)).join(", ");
  const chosen = schemas?.map(quoteLiteral).join(", ");
  const isOwn = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
  return `
select current_setting('server_version_num')::int4 as number, ${countApplicationTables} as tables,
  (select pg_get_userbyid(c.relowner) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${isOwn} and n.nspname <> 'dbfirst' group by 1 order by count(*) desc, 1 limit 1) as owner,
  (select coalesce(jsonb_agg(r.rolname order by r.rolname), '[]') from pg_roles r
    where r.rolname !~ '^pg_' and (r.oid in (select d.refobjid from pg_shdepend d
        join pg_database b on b.oid = d.dbid and b.datname = current_database()
        where d.refclassid = 'pg_authid'::regclass and d.deptype in ('a', 'r'))
      or r.oid in (select defaclrole from pg_default_acl where defaclrole <> (select datdba
        from pg_database where datname = current_database()))
      or r.oid in (select umuser from pg_user_mappings))) as roles,
  (select coalesce(jsonb_agg(e.extname order by e.extname), '[]') from pg_extension e
    join pg_namespace n on n.oid = e.extnamespace
    where ${chosen === undefined ? "false" : `n.nspname in (${chosen})`}) as extensions,
  (select coalesce(jsonb_agg(n.nspname), '[]') from pg_namespace n
    where ${isOwn} and n.nspname not in ('public', 'dbfirst')
      and exists (select from pg_class c where c.relnamespace = n.oid and c.relkind = 'r')
      and not exists (select from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and c.relname not in (${names}))
      and not exists (select from pg_proc p where p.pronamespace = n.oid)
      and not exists (select from pg_type t where t.typnamespace = n.oid and t.typrelid = 0 and t.typelem = 0)
  ) as "recordSchemas"`;
}
