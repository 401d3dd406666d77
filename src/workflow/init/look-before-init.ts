import { readRecords, type Query } from "../../apply/ledger.ts";
import { plan } from "../../apply/plan.ts";
import { chooseTarget } from "../../config/choose-target.ts";
import type { DrizzleConfig } from "../../config/drizzle-config.ts";
import type { SourceConfig } from "../../config/schema.ts";
import { DbfirstError } from "../../errors.ts";
import type { DatabaseState } from "../../init/next-commands.ts";
import type { Survey } from "../../init/plan.ts";
import { embeddedUrl } from "../../postgres/embedded/url-file.ts";
import { describeDatabase } from "../../postgres/format-url.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { Target } from "../../postgres/settings.ts";
import { countApplicationTables } from "../application-tables.ts";
import type { InitRequest } from "./initialise.ts";
import { readProjectSources } from "../project-sources.ts";
import type { Run } from "../run.ts";

/** Seconds for the database to answer: it is only asked whether it has tables. */
const patience = 5;

/** What a project's database says before the project is set up. */
interface DatabaseLook {
  says: string;
  state: DatabaseState | undefined;
  major: number | undefined;
  /** Those to look at, where others are somebody else's: a host's, say. Undefined: all are the project's. */
  schemas: readonly string[] | undefined;
}

/**
 * Asks the database that is named, if one is, whether it has tables, and which migrations it has no record of. One that can't
 * be reached is no obstacle, unless the command line names it.
 *
 * @throws DatabaseError, UsageError where that is so.
 */
export async function lookBeforeInit(
  { directory, url, hidePasswords }: InitRequest,
  { config, survey }: { config: DrizzleConfig; survey: Pick<Survey, "directory" | "sources"> },
  run: Run,
): Promise<DatabaseLook> {
  let target: Target | undefined;
  const embedded = embeddedUrl({ projectDir: directory });
  const databaseUrl = run.env["DATABASE_URL"];
  try {
    target = chooseTarget({
      url,
      databaseUrl,
      credentials: config.credentials,
      embeddedUrl: embedded,
      around: { env: run.env, warn: run.warn },
    });
    if (target === undefined) {
      const says = "No database is named, so dbfirst will use one of its own.";
      return { says, state: undefined, major: undefined, schemas: undefined };
    }
    hidePasswords(target.settings);
    return await askDatabase(target, { config, survey }, run);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError) || url !== undefined) throw error;
    const says = `The database couldn't be asked, so nothing is known of its tables: ${error.message}`;
    return { says, state: undefined, major: undefined, schemas: undefined };
  }
}

async function askDatabase(
  { settings, origin }: Target,
  { config, survey }: { config: DrizzleConfig; survey: Pick<Survey, "directory" | "sources"> },
  run: Run,
): Promise<DatabaseLook> {
  const connectTimeout = Math.min(settings.connectTimeout || patience, patience);
  const session = await openReadingSession(
    { ...settings, connectTimeout },
    { applicationName: "dbfirst init", signal: run.signal },
  );
  try {
    const query: Query = async (sql) => (await session.query(sql))[0] ?? [];
    const [row] = await query(lookQuery);
    const { tables, hasLedger, number, own, others } = row as {
      tables: number;
      hasLedger: boolean;
      number: number;
      own: string[];
      others: string[];
    };
    const state = {
      tables,
      hasLedger,
      pending: await countPending(query, { config, survey }),
      isFromOption: origin === "--url",
    };
    const has = tables === 0 ? "no tables yet" : `${tables} ${tables === 1 ? "table" : "tables"}`;
    const major = Math.floor(number / 10_000);
    const hosts = others.length === 0 ? "" : `; the schemas ${others.join(", ")} aren't yours`;
    const says = `PostgreSQL ${major}, ${describeDatabase(settings)} (${origin}): ${has}${hasLedger ? ", and dbfirst's ledger" : ""}${hosts}.`;
    const schemas = others.length === 0 ? undefined : [...new Set(["public", ...own])];
    return { says, state, major, schemas };
  } finally {
    session.end();
  }
}

const lookQuery = `
with schema_owner as (
  select n.nspname as name, bool_or(pg_has_role(c.relowner, 'usage')) as "isOwn"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dbfirst')
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  group by n.nspname)
select current_setting('server_version_num')::int4 as number, ${countApplicationTables} as tables,
  (select coalesce(jsonb_agg(name order by name), '[]') from schema_owner where "isOwn") as own,
  (select coalesce(jsonb_agg(name order by name), '[]') from schema_owner where not "isOwn") as others,
  exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'dbfirst' and c.relname = 'ledger') as "hasLedger"`;

/** Migrations of the project that the database has no record of. */
async function countPending(
  query: Query,
  { config, survey }: { config: DrizzleConfig; survey: Pick<Survey, "directory" | "sources"> },
): Promise<number> {
  const sources = survey.sources.filter(({ migrations }) => migrations > 0);
  if (sources.length === 0) return 0;
  const read = readProjectSources({
    directory: survey.directory,
    sources: sources.map(({ settings }) => settings as unknown as SourceConfig),
    drizzleMigrationsTable: config.migrationsTable,
  });
  const { ledger, bookkeeping } = await readRecords(query, read);
  return plan(read, ledger, bookkeeping).filter(({ state }) => state === "pending").length;
}
