import { readRecords, type Query } from "../../apply/ledger.ts";
import { plan, type PlannedMigration } from "../../apply/plan.ts";
import { bookkeepingTables } from "../../catalog/bookkeeping.ts";
import { chooseTarget } from "../../config/choose-target.ts";
import {
  ok,
  skipped,
  type CheckName,
  type Diagnosis,
  type Finding,
} from "../../doctor/diagnosis.ts";
import { judgeEncryption, readEncryption } from "../../doctor/encryption.ts";
import { judgeDrift, judgeMigrations } from "../../doctor/migrations.ts";
import { findRecords, judgeRecords, type RecordsQuestion } from "../../doctor/records.ts";
import {
  judgeClock,
  judgePrivileges,
  judgeServer,
  readServerFacts,
  type ServerFacts,
} from "../../doctor/server.ts";
import { connect } from "../../postgres/connect.ts";
import { embeddedStatus } from "../../postgres/embedded/server.ts";
import { embeddedUrl } from "../../postgres/embedded/url-file.ts";
import { describeDatabase } from "../../postgres/format-url.ts";
import { refuseTransactionPooling } from "../../postgres/pooler.ts";
import { openReadingSession, type ReadingSession } from "../../postgres/reading-session.ts";
import type { Target } from "../../postgres/settings.ts";
import { parseUrl } from "../../postgres/url.ts";
import { kindOf } from "../../sources/find-kind.ts";
import { otherSystems } from "../../sources/other-systems.ts";
import type { Source } from "../../sources/source.ts";
import { countApplicationTables } from "../application-tables.ts";
import { checkDrift } from "../check/check.ts";
import type { Doctor } from "./diagnose.ts";
import type { ExaminedProject } from "./diagnose-project.ts";
import { projectBookkeeping } from "../project-scope.ts";

/** What could be learnt of the database. */
export interface ExaminedDatabase {
  /** Whether one is named; else it is the embedded one. Undefined: nobody can tell. */
  isNamed: boolean | undefined;
  /** Undefined: it can't be reached. */
  major: number | undefined;
  diagnoses: readonly Diagnosis[];
}

export async function diagnoseDatabase(
  doctor: Doctor,
  examined: ExaminedProject,
): Promise<ExaminedDatabase> {
  const { examine } = doctor;
  let choice: Choice | undefined;
  const chosen = await examine("database", () => {
    const made = chooseDatabase(doctor, examined);
    choice = made;
    return [made.finding];
  });
  const isNamed = choice === undefined ? undefined : choice.isNamed;
  if (choice?.target === undefined) {
    const reason =
      choice === undefined ? "Which database it is can't be told" : "No database is running";
    return { isNamed, major: undefined, diagnoses: [...chosen, ...skipAll(afterChoice, reason)] };
  }
  const target = withPatience(choice.target, doctor.seconds);
  let session: ReadingSession | undefined;
  const connected = await examine("connection", async (signal) => {
    const started = performance.now();
    session = await openReadingSession(target.settings, {
      applicationName: "dbfirst doctor",
      signal,
    });
    return [ok(`It answers (${Math.round(performance.now() - started)} ms)`)];
  });
  if (session === undefined) {
    const diagnoses = [
      ...chosen,
      ...connected,
      ...skipAll(afterConnection, "There is no connection"),
    ];
    return { isNamed, major: undefined, diagnoses };
  }
  try {
    const questions = await askServer(doctor, { ...examined, target, session });
    return {
      isNamed,
      major: questions.major,
      diagnoses: [...chosen, ...connected, ...questions.diagnoses],
    };
  } finally {
    session.end();
  }
}

const afterConnection: readonly CheckName[] = [
  "encryption",
  "server",
  "clock",
  "pooler",
  "privileges",
  "records",
  "migrations",
  "drift",
];
const afterChoice: readonly CheckName[] = ["connection", ...afterConnection];

function skipAll(checks: readonly CheckName[], reason: string): Diagnosis[] {
  return checks.map((check) => ({ check, ...skipped(reason) }));
}

interface Choice {
  isNamed: boolean;
  /** Undefined: the embedded one, which isn't running. */
  target: Target | undefined;
  finding: Finding;
}

/** The named database, or the embedded one where it is running: it isn't started for this. */
function chooseDatabase(
  { directory, url, run, hidePasswords }: Doctor,
  { drizzle }: ExaminedProject,
): Choice {
  const databaseUrl = run.env["DATABASE_URL"];
  if (url === undefined && databaseUrl === undefined && drizzle === undefined) {
    throw new Error("drizzle.config.ts, which may name it, can't be read");
  }
  const embedded = embeddedUrl({ projectDir: directory });
  const credentials = drizzle?.credentials;
  const around = { env: run.env, warn: run.warn };
  const named = chooseTarget({ url, databaseUrl, credentials, embeddedUrl: embedded, around });
  if (named !== undefined) {
    hidePasswords(named.settings);
    const finding = ok(`${describeDatabase(named.settings)} (${named.origin})`);
    return { isNamed: true, target: named, finding };
  }
  const isRunning = embeddedStatus({ projectDir: directory }).running && embedded !== undefined;
  const why = "no other is named by --url, DATABASE_URL or drizzle.config.ts";
  const finding = ok(
    `The embedded one, ${isRunning ? "which runs" : "which isn't running, and isn't started for this"}: ${why}`,
  );
  if (!isRunning) return { isNamed: false, target: undefined, finding };
  const settings = parseUrl(embedded);
  hidePasswords(settings);
  return { isNamed: false, target: { settings, origin: "embedded" }, finding };
}

/** A host that swallows packets is given up in time. */
function withPatience({ settings, origin }: Target, seconds: number): Target {
  const connectTimeout = Math.min(settings.connectTimeout || seconds, seconds);
  return { settings: { ...settings, connectTimeout }, origin };
}

interface Questions extends ExaminedProject {
  target: Target;
  session: ReadingSession;
}

async function askServer(
  doctor: Doctor,
  questions: Questions,
): Promise<Pick<ExaminedDatabase, "major" | "diagnoses">> {
  const { examine, run } = doctor;
  const { target, session } = questions;
  let facts: ServerFacts | undefined;
  const known = (judge: (server: ServerFacts) => Finding[]) => () =>
    facts === undefined ? [skipped("The server didn't say")] : judge(facts);
  const diagnoses = [
    ...(await examine("encryption", async (signal) =>
      judgeEncryption(target.settings, await readEncryption(target.settings, signal), new Date()),
    )),
    ...(await examine("server", async () => {
      facts = await readServerFacts(session);
      return judgeServer(facts);
    })),
    ...(await examine("clock", known(judgeClock))),
    ...(await examine("pooler", (signal) => judgePooling(target, signal))),
    ...(await examine("privileges", known(judgePrivileges))),
    ...(await diagnoseRecords(doctor, questions)),
    ...(await examine("drift", async (signal) => {
      if (questions.sources === undefined) return [skipped("The migrations can't be read")];
      const quick = { explain: false, replay: false, patience: doctor.seconds };
      const databases = { target, embedded: undefined };
      return judgeDrift(await checkDrift(questions.project, databases, quick, { ...run, signal }));
    })),
  ];
  return { major: facts?.major, diagnoses };
}

async function judgePooling({ settings }: Target, signal: AbortSignal): Promise<Finding[]> {
  const sql = await connect(settings, { applicationName: "dbfirst doctor", signal });
  try {
    await refuseTransactionPooling(sql, settings, signal);
    return [ok("No proxy that pools transactions")];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function diagnoseRecords(
  { examine }: Doctor,
  { project, sources, session }: Questions,
): Promise<Diagnosis[]> {
  const query: Query = async (sql) => (await session.query(sql))[0] ?? [];
  let records: Awaited<ReturnType<typeof readRecords>> | undefined;
  let planned: PlannedMigration[] | undefined;
  const judged = await examine("migrations", async () => {
    if (sources === undefined) return [skipped("The migrations can't be read")];
    records = await readRecords(query, sources);
    planned = plan(sources, records.ledger, records.bookkeeping);
    return judgeMigrations(planned);
  });
  const found = await examine("records", async () => {
    const own = projectBookkeeping(project);
    const question: RecordsQuestion = {
      found: await findRecords(session, [...bookkeepingTables, ...own]),
      expected: expectedRecords(project),
      systems: otherSystems,
      unrecorded: records === undefined ? [] : unrecordedOf(sources ?? [], records),
      hasTables:
        Number((await query(`select ${countApplicationTables} as tables`))[0]?.["tables"]) > 0,
    };
    return judgeRecords(question);
  });
  return [...found, ...judged];
}

function expectedRecords(project: ExaminedProject["project"]) {
  return project.sources.flatMap((source) =>
    kindOf(source)
      .records(source, project)
      .map(({ schema, name }) => ({ source: source.name, schema, name })),
  );
}

/** What the ledger says is applied, and the source's own table of records, which dbfirst keeps as well, doesn't. */
function unrecordedOf(
  sources: readonly Source[],
  { ledger, bookkeeping }: Awaited<ReturnType<typeof readRecords>>,
): RecordsQuestion["unrecorded"] {
  return sources.flatMap(({ name: source, bookkeeping: kept, migrations }) => {
    if (kept === undefined) return [];
    const theirs = new Set((bookkeeping.get(source) ?? []).map(({ name }) => name));
    const current = new Set(migrations.map(({ name }) => name));
    const names = ledger
      .filter((row) => row.source === source && row.finished && current.has(row.migration))
      .map(({ migration }) => migration)
      .filter((name) => !theirs.has(name));
    return names.length === 0 ? [] : [{ source, table: kept.table, names }];
  });
}
