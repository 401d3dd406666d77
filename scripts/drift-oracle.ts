import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { connect } from "../src/postgres/connect.ts";
import type { ConnectionSettings } from "../src/postgres/settings.ts";
import { createShadow } from "../src/postgres/shadow.ts";
import { cleanUp } from "../test/drift/change-suite.ts";
import { judge } from "../test/drift/oracle/judge.ts";
import { randomChanges, readOriginal, tryChange } from "../test/drift/oracle/trial.ts";
import { dumped, extracted } from "../test/drift/oracle/witnesses.ts";
import { majorsFolder } from "../test/support/majors-folder.ts";

// Makes random single changes to copies of real schemas, and asks pg_dump and pg-delta whether anything changed: what they
// see must be drift, and what they don't see must not. Needs psql and pg_dump of the server's version or newer.
//
//   tsx scripts/drift-oracle.ts FOLDER-OR-FILE… --count 200 --seed 1 --major 15

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    major: { type: "string", default: "15" },
    // pg-delta takes about as long as everything else together.
    witness: { type: "string", multiple: true, default: ["pg_dump", "pg-delta"] },
  },
});
const known = { pg_dump: dumped, "pg-delta": extracted };
const witnesses = Object.fromEntries(
  Object.entries(known).filter(([name]) => values.witness.includes(name)),
);

const files = positionals.flatMap((path) =>
  path.endsWith(".sql")
    ? [path]
    : readdirSync(path)
        .filter((name) => name.endsWith(".sql"))
        .map((name) => join(path, name)),
);
const shadow = await createShadow({
  projectDir: process.cwd(),
  major: Number(values.major),
  searchFolders: [majorsFolder],
  loopback: true,
});
const admin = await connect(shadow.settings);
const totals = { made: 0, refused: 0, agreed: 0, drift: 0, disagreed: 0 };
try {
  for (const file of files.toSorted()) await examine(file);
} finally {
  await admin.end();
  await shadow.dispose();
}
console.log(JSON.stringify(totals));
if (totals.disagreed > 0) process.exitCode = 1;

/** Loads a schema and tries changes on copies of it. */
async function examine(file: string): Promise<void> {
  const settings = await shadow.createDatabase();
  const loaded = await load(file, settings);
  if (loaded !== "") return console.log(`${basename(file)}: not loaded: ${loaded}`);
  const original = await readOriginal(settings, witnesses);
  const changes = randomChanges(original.targets, {
    count: Number(values.count),
    seed: Number(values.seed),
  });
  const before = { ...totals };
  for (const sql of changes) {
    const copy = { ...settings, database: "oracle_copy" };
    await admin.unsafe(`CREATE DATABASE oracle_copy TEMPLATE "${settings.database}"`);
    try {
      count(await tryChange(original, sql, copy, witnesses));
    } finally {
      await cleanUp(copy);
      await admin.unsafe("DROP DATABASE oracle_copy WITH (FORCE)");
    }
  }
  const [made, drift, disagreed] = (["made", "drift", "disagreed"] as const).map(
    (key) => totals[key] - before[key],
  );
  console.log(
    `${basename(file)}: ${original.catalog.facts.length} facts, ${made} changes, ${drift} drift, ${disagreed} disagreements`,
  );
}

function count(trial: Awaited<ReturnType<typeof tryChange>>): void {
  if (trial.refused !== undefined) return void (totals.refused += 1);
  totals.made += 1;
  if (trial.findings.length > 0) totals.drift += 1;
  const disagreement = judge(trial);
  if (disagreement === undefined) return void (totals.agreed += 1);
  totals.disagreed += 1;
  console.log(
    [
      `${disagreement.verdict}: ${trial.sql}`,
      ...Object.entries(trial.seen).flatMap(([name, lines]) =>
        lines.map((line) => `    ${name} ${line}`),
      ),
      ...trial.findings.slice(0, 4).map((finding) => `    dbfirst ${finding}`),
    ].join("\n"),
  );
}

/** What psql says against a file; empty where it loads. */
async function load(file: string, settings: ConnectionSettings): Promise<string> {
  const { host, port, user, password, database } = settings;
  const { stderr, exitCode } = await execa(
    "psql",
    [
      "-qX",
      "-v",
      "ON_ERROR_STOP=1",
      "-h",
      host,
      "-p",
      String(port),
      "-U",
      user,
      "-d",
      database,
      "-f",
      file,
    ],
    {
      env: { PGPASSWORD: password ?? "", PGOPTIONS: "-c client_min_messages=error" },
      stdout: "ignore",
      reject: false,
    },
  );
  return exitCode === 0 ? "" : stderr.trim().split("\n").slice(0, 2).join(" ");
}
