import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readRecords, type Query } from "../apply/ledger.ts";
import { plan } from "../apply/plan.ts";
import { bookkeepingTables } from "../catalog/bookkeeping.ts";
import { usualAuthConfigs } from "../better-auth/find-config.ts";
import { chooseTarget } from "../config/choose-target.ts";
import {
  drizzleDefaults,
  parseDrizzleConfig,
  type DrizzleConfig,
} from "../config/drizzle-config.ts";
import { pinnedOrm } from "../config/installed-orm.ts";
import { findDbfirstConfig, findDrizzleConfig } from "../config/load.ts";
import { loadModule } from "../config/load-module.ts";
import type { SourceConfig } from "../config/schema.ts";
import { ConfigError, DbfirstError } from "../errors.ts";
import { nextCommands, type DatabaseState, type NextCommand } from "../init/next-commands.ts";
import { planInit, type DrizzleSetup, type Plan, type Survey } from "../init/plan.ts";
import { surveyProject } from "../init/survey.ts";
import { writeEdits } from "../init/write-edits.ts";
import { defaultMajor, packageVersions } from "../postgres/embedded/install-command.ts";
import { embeddedUrl } from "../postgres/embedded/url-file.ts";
import { describeDatabase } from "../postgres/format-url.ts";
import { openReadingSession } from "../postgres/reading-session.ts";
import type { Target } from "../postgres/settings.ts";
import { unifiedDiff } from "../unified-diff.ts";
import { toolVersion } from "../version.ts";
import { readProjectSources } from "./project-sources.ts";
import type { Run } from "./run.ts";

export interface InitRequest {
  /** Absolute path of the package. */
  directory: string;
  /** `--url`. */
  url: string | undefined;
  /** Told the database's password before anything is said of it. */
  hide: (password: string | undefined) => void;
}

/** What was found, what is to be written, and what comes next. */
export interface InitPlan {
  /** As sentences. */
  found: readonly string[];
  plan: Plan;
  /** The edits as unified diffs. */
  diffs: readonly { name: string; isNew: boolean; lines: readonly string[] }[];
  commands: readonly NextCommand[];
}

/** Seconds for the database to answer: it is only asked whether it has tables. */
const patience = 5;

/**
 * Looks through a project and its database, and says what would make it one of dbfirst's. Writes nothing.
 *
 * @throws UsageError, ConfigError where the project can't be set up as it is.
 */
export async function planInitialisation(request: InitRequest, run: Run): Promise<InitPlan> {
  const { directory } = request;
  const { setup, config } = await readDrizzle(directory);
  const base = {
    directory,
    userAgent: run.env["npm_config_user_agent"],
    drizzle: setup,
    dbfirstConfig: findDbfirstConfig(directory),
    authConfig: usualAuthConfigs.find((name) => existsSync(join(directory, name))),
  };
  const first = surveyProject({ ...base, major: undefined });
  const look = await lookAtDatabase(request, { config, survey: first }, run);
  const major =
    look.major === defaultMajor ||
    look.major === undefined ||
    packageVersions[look.major] === undefined
      ? undefined
      : look.major;
  const survey = surveyProject({ ...base, major });
  const made = planInit(survey);
  const remarks = [...survey.sources.flatMap((source) => source.remarks), ...made.remarks];
  return {
    found: [...describe(survey), look.says],
    plan: { ...made, remarks },
    diffs: made.edits.map(({ name, before, after }) => ({
      name,
      isNew: before === undefined,
      lines: unifiedDiff(before ?? "", after),
    })),
    commands: nextCommands(survey, look.state, {
      dbfirst: `drizzle-dbfirst@${toolVersion}`,
      drizzle: pinnedOrm,
    }),
  };
}

/** Writes what was planned: all of it, or nothing. */
export function writeInitialisation({ plan: { edits } }: InitPlan): void {
  writeEdits(edits);
}

/** What drizzle.config.ts says; a schema that is no folder is no mistake here. */
async function readDrizzle(
  directory: string,
): Promise<{ setup: DrizzleSetup; config: DrizzleConfig }> {
  const file = findDrizzleConfig(directory);
  if (file === undefined) {
    const setup = setupOf(
      { file, text: undefined, schema: undefined, fits: true },
      drizzleDefaults,
    );
    return { setup, config: drizzleDefaults };
  }
  const text = readFileSync(join(directory, file), "utf8");
  const exported = await loadModule(join(directory, file), file);
  const { schema: named, ...rest } = exported as { schema?: string | string[] };
  const schema = named === undefined ? undefined : [named].flat().join(", ");
  const parsed = parseDrizzleConfig(exported);
  const found = { file, text, schema };
  if (!Array.isArray(parsed))
    return { setup: setupOf({ ...found, fits: true }, parsed), config: parsed };
  const config = parseDrizzleConfig(rest);
  if (Array.isArray(config)) throw new ConfigError(file, parsed);
  return { setup: setupOf({ ...found, fits: false }, config), config };
}

function setupOf(
  found: Omit<DrizzleSetup, "schemaDirectory" | "outDirectory">,
  { schemaDirectory, outDirectory }: DrizzleConfig,
): DrizzleSetup {
  return { ...found, schemaDirectory, outDirectory };
}

interface DatabaseLook {
  says: string;
  state: DatabaseState | undefined;
  major: number | undefined;
}

async function lookAtDatabase(
  { directory, url, hide }: InitRequest,
  { config, survey }: { config: DrizzleConfig; survey: Survey },
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
    });
    if (target === undefined) {
      const says = "No database is named, so dbfirst will use one of its own.";
      return { says, state: undefined, major: undefined };
    }
    hide(target.settings.password);
    return await askDatabase(target, { config, survey }, run);
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError) || url !== undefined) throw error;
    const says = `The database couldn't be looked at, so that nothing is known of its tables: ${error.message}`;
    return { says, state: undefined, major: undefined };
  }
}

async function askDatabase(
  { settings, origin }: Target,
  { config, survey }: { config: DrizzleConfig; survey: Survey },
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
    const { tables, hasLedger, number } = row as {
      tables: number;
      hasLedger: boolean;
      number: number;
    };
    const state = {
      tables,
      hasLedger,
      pending: await countPending(query, { config, survey }),
      isFromOption: origin === "--url",
    };
    const has = tables === 0 ? "no tables yet" : `${tables} ${tables === 1 ? "table" : "tables"}`;
    const major = Math.floor(number / 10_000);
    const says = `PostgreSQL ${major}, ${describeDatabase(settings)} (${origin}): ${has}${hasLedger ? ", and dbfirst's ledger" : ""}.`;
    return { says, state, major };
  } finally {
    session.end();
  }
}

const records = bookkeepingTables.flatMap(({ name }) => name ?? []);

const lookQuery = `
select current_setting('server_version_num')::int4 as number,
  (select count(*)::int4 from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dbfirst')
      and c.relname <> all ('{${records.map((name) => `"${name}"`).join(",")}}')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')) as tables,
  exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'dbfirst' and c.relname = 'ledger') as "hasLedger"`;

/** Migrations of the project that the database has no record of. */
async function countPending(
  query: Query,
  { config, survey }: { config: DrizzleConfig; survey: Survey },
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

/** What was recognised, for people. */
function describe({
  workspace,
  manager,
  sources,
  drizzle,
  dbfirstConfig,
  manifest,
}: Survey): string[] {
  const where = workspace.path === "" ? "" : `, the package in ${workspace.path}/`;
  const orm = manifest.dependencies.get("drizzle-orm");
  return [
    `${manager}${where}`,
    drizzle.file === undefined
      ? `no drizzle.config.ts${orm === undefined ? ", no drizzle-orm" : `; drizzle-orm ${orm}`}`
      : `${drizzle.file}${orm === undefined ? "" : `; drizzle-orm ${orm}`}`,
    ...sources.map(
      ({ system, settings, migrations }) =>
        `${system}: ${settings.directory}/, ${migrations === 0 ? "nothing in it yet" : `${migrations} ${migrations === 1 ? "migration" : "migrations"}`}`,
    ),
    ...(dbfirstConfig === undefined
      ? []
      : [`${dbfirstConfig} is there already, and stays as it is`]),
  ];
}
