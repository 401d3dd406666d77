import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { asInstalledPsql } from "../test/psql/installed-psql.ts";
import { type Cluster, startCluster } from "../test/psql/regress/cluster.ts";
import { firstDifference, masked, withoutCommandsForPeople } from "../test/psql/regress/compare.ts";
import { runScript } from "../test/psql/regress/run-script.ts";
import { findSuites, type Suite } from "../test/psql/regress/suites.ts";
import { bundle } from "./bundle.ts";

// PostgreSQL's own regression scripts through psql and through `dbfirst psql`, each on a server of its own: same exit
// codes, output, messages, statements sent, and contents in the end.
//   node --import tsx scripts/regress-psql.ts FOLDER [--suite REGEX] [--script REGEX] [--together] [--bin FOLDER] [--command "dbfirst psql"]
// FOLDER is PostgreSQL's source, of the major that is installed; on Debian: apt-get source postgresql-15.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bin: { type: "string", default: "/usr/lib/postgresql/15/bin" },
    suite: { type: "string", default: "" },
    script: { type: "string", default: "" },
    together: { type: "boolean", default: false },
    command: { type: "string" },
  },
});
const [source] = positionals;
if (source === undefined) throw new Error("Name the folder with PostgreSQL's source.");

const ALLOW = ["--allow-shell", "--allow-setenv", "--allow-path=/"];
const folder = mkdtempSync(join(tmpdir(), "dbfirst-regress-"));
chmodSync(folder, 0o755);
const built = `.test-regress-${process.pid}`;
const dbfirst = values.command?.split(" ") ?? [process.execPath, resolve(built, "cli.cjs"), "psql"];
const sides: { command: string[]; cluster: Cluster }[] = [];
const counts = { scripts: 0, differ: 0 };

// Its servers are processes of their own, which would go on without it.
const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    process.exitCode = 128 + constants.signals[signal];
    stopped.abort();
  });

try {
  if (values.command === undefined) await bundle(built);
  const psql = join(values.bin, "psql");
  const asOracle = await asInstalledPsql(psql);
  for (const command of [[psql], [...dbfirst, ...asOracle, ...ALLOW]])
    sides.push({
      command,
      cluster: await startCluster(values.bin, join(folder, String(sides.length)), stopped.signal),
    });
  for (const suite of findSuites(resolve(source)))
    if (new RegExp(values.suite).test(suite.name)) await runSuite(suite);
  await compareContents();
  await compareStatements();
} catch (error) {
  if (!stopped.signal.aborted) throw error;
} finally {
  for (const { cluster } of sides) await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
}
if (!stopped.signal.aborted) {
  console.log(`${counts.scripts} scripts, ${counts.differ} differences`);
  process.exitCode = counts.differ === 0 ? 0 : 1;
}

async function runSuite(suite: Suite): Promise<void> {
  const database = suite.name.replaceAll("/", "_");
  for (const { cluster } of sides) await prepare(cluster, database, suite);
  for (const script of suite.scripts) {
    stopped.signal.throwIfAborted();
    const name = basename(script, ".sql");
    if (!new RegExp(values.script).test(name)) continue;
    const outcomes = await Promise.all(sides.map((side) => outcomeOf(side, suite, script)));
    counts.scripts += 1;
    const [psql, ours] = outcomes as [Seen, Seen];
    for (const what of ["exitCode", "stdout", "stderr"] as const)
      report(`${suite.name}/${name}: ${what}`, String(psql[what]), String(ours[what]));
  }
}

type Seen = Awaited<ReturnType<typeof runScript>>;

async function prepare(cluster: Cluster, database: string, suite: Suite): Promise<void> {
  await cluster.run("createdb", "-T", "template0", database);
  const settings = ["lc_messages TO 'C'", "lc_monetary TO 'C'", "bytea_output TO 'hex'"];
  for (const setting of [...settings, "timezone_abbreviations TO 'Default'"])
    await cluster.run("psql", "-Xqc", `ALTER DATABASE "${database}" SET ${setting}`);
  const work = join(cluster.folder, "work");
  rmSync(work, { recursive: true, force: true });
  for (const part of ["data", "sql"])
    if (existsSync(join(suite.folder, part)))
      cpSync(join(suite.folder, part), join(work, part), { recursive: true });
  for (const made of ["", "results", "testtablespace"]) {
    mkdirSync(join(work, made), { recursive: true });
    chmodSync(join(work, made), 0o777);
  }
}

async function outcomeOf(
  { command, cluster }: (typeof sides)[number],
  suite: Suite,
  script: string,
): Promise<Seen> {
  const work = join(cluster.folder, "work");
  const name = basename(script, ".sql");
  const given = join(work, "sql", `${name}.sql`);
  writeFileSync(given, withoutCommandsForPeople(readFileSync(script, "latin1")), "latin1");
  const outcome = await runScript({
    command,
    cluster,
    database: suite.name.replaceAll("/", "_"),
    folder: work,
    script: given,
    argv: suite.variables,
    env: {
      PGAPPNAME: `${suite.name}/${name}`,
      PGTZ: "PST8PDT",
      PGDATESTYLE: "Postgres, MDY",
      PGOPTIONS: "-c intervalstyle=postgres_verbose",
      PG_ABS_SRCDIR: work,
      PG_ABS_BUILDDIR: work,
      PG_LIBDIR: work,
      PG_DLSUFFIX: ".so",
    },
    signal: stopped.signal,
    together: values.together,
  });
  return {
    ...outcome,
    stdout: masked(outcome.stdout, cluster),
    stderr: masked(outcome.stderr, cluster),
  };
}

async function compareContents(): Promise<void> {
  const dumps = await Promise.all(
    sides.map(async ({ cluster }) =>
      masked(await cluster.run("pg_dumpall", "--restrict-key=k", "--no-sync"), cluster),
    ),
  );
  report("what is in the databases", ...(dumps as [string, string]));
}

async function compareStatements(): Promise<void> {
  const [psql, ours] = (await Promise.all(sides.map(({ cluster }) => cluster.statements()))) as [
    Map<string, string[]>,
    Map<string, string[]>,
  ];
  let count = 0;
  for (const application of new Set([...psql.keys(), ...ours.keys()])) {
    if (/^pg_dump|^psql$|^$/.test(application)) continue;
    const texts = [psql, ours].map((sent, side) =>
      masked(
        (sent.get(application) ?? []).join("\n"),
        (sides[side] as (typeof sides)[number]).cluster,
      ),
    );
    count += psql.get(application)?.length ?? 0;
    report(`${application}: statements`, ...(texts as [string, string]));
  }
  console.log(`${count} statements compared`);
}

function report(what: string, psql: string, ours: string): void {
  const difference = firstDifference(psql, ours);
  if (difference === undefined) return;
  counts.differ += 1;
  console.log(`${what} differ at line ${difference.line}`);
  for (const line of difference.psql) console.log(`  psql    ${JSON.stringify(line)}`);
  for (const line of difference.ours) console.log(`  dbfirst ${JSON.stringify(line)}`);
}
