import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { parseSnapshot } from "../src/catalog/parse-snapshot.ts";
import { formatSnapshot } from "../src/catalog/snapshot.ts";
import { connect } from "../src/postgres/connect.ts";
import { formatUrl } from "../src/postgres/url.ts";
import { startDistantServer } from "../test/support/distant-server.ts";
import { commitState } from "./committed-state.ts";
import { compare, type Candidate, type Measured } from "./measure.ts";
import { startBench } from "./start.ts";
import { migrationFiles } from "./synthetic-schema.ts";

// check-drift, whole process, beside `pg_dump --schema-only` and `drizzle-kit pull` on the same server:
// pnpm bench:drift [TABLES…]. Needs pg_dump 15 and GNU time; writes bench/drift.md.

const sizes = process.argv.slice(2).map(Number);
const wanted = sizes.length === 0 ? [10, 100, 1000, 3000] : sizes;
/** drizzle-kit takes minutes for more. */
const mostForDrizzleKit = 100;
/** More are replayed for too long to be measured again and again. */
const mostToReplay = 1000;
/** One way, in milliseconds. */
const oneWay = 25;
const { repository, folder, dist, server: shadow, end } = await startBench(15);
const cli = join(dist, "cli.cjs");
const rows: string[] = [];
try {
  for (const tables of wanted) {
    console.log(`${tables} tables`);
    rows.push(...report(String(tables), await compare(await candidates(tables), 5)));
  }
  console.log("no database, distant database");
  rows.push(...report("the example", await compare([withoutDatabase()], 5)));
  rows.push(...(await distantRows(wanted[0]!)));
} finally {
  await end();
}

const text = `# What a check costs

Whole processes, side by side in one run, in turns; medians of five. PostgreSQL 15 on loopback, ${cpus().length} cores (${cpus()[0]?.model.trim()}),
Node ${process.versions.node}. Each table has 8 columns, two indexes and one foreign key, and a generated file; drizzle.config.ts is the usual one. "With drift" is
with three objects changed by hand: \`--quick\` says what differs; without it the check says why, where from and how to mend it, too. The first time the statements that are
concerned are replayed for that on a throw-away server, where what is planned is tried; "all replayed" is where the snapshot doesn't say which SQL files its facts are those of. What was found out is kept, and is the answer again while files and database stay as they are.
Without a database, this repository's own SQL files are replayed on a throw-away server, made from a cached template. The distant server is behind a proxy that holds
everything back for ${oneWay} ms each way, ${2 * oneWay} ms for a round trip. \`pnpm bench:drift\` writes this file.

| tables | command | seconds | × pg_dump | memory (MB) |
|---|---|---|---|---|
${rows.join("\n")}
`;
writeFileSync(join(repository, "bench/drift.md"), text);
console.log(text);

async function candidates(tables: number): Promise<Candidate[]> {
  const migrations = migrationFiles(tables);
  const { cwd, url } = await project(`clean_${tables}`, migrations);
  const drifted = await project(`drifted_${tables}`, migrations);
  const unknown = join(folder, `unknown_${tables}`);
  cpSync(drifted.cwd, unknown, { recursive: true, verbatimSymlinks: true });
  forgetReplay(unknown);
  await run(drifted.url, [
    "alter table table_3 alter column slug type varchar(65)",
    "drop index table_5_created_at_idx",
    "create function added_by_hand() returns int language sql as 'select 1'",
  ]);
  const env = { DATABASE_URL: url, BENCH_URL: url };
  const kit = join(dirname(createRequire(import.meta.url).resolve("drizzle-kit")), "bin.cjs");
  const check = (name: string, at: { cwd: string; url: string }, ...more: string[]) => ({
    name,
    command: "node",
    args: [cli, "check-drift", "--url", at.url, ...more],
    cwd: at.cwd,
    exitCode: at === drifted ? 1 : 0,
  });
  return [
    { name: "pg_dump --schema-only", command: "pg_dump", args: ["--schema-only", url], cwd },
    check("dbfirst check-drift", { cwd, url }),
    check("dbfirst check-drift --quick, with drift", drifted, "--quick"),
    ...(tables <= mostToReplay
      ? [
          {
            ...check("dbfirst check-drift, with drift, the first time", drifted),
            prepare: () => forgetExplanations(drifted.cwd),
          },
          {
            ...check("dbfirst check-drift, with drift, the first time, all replayed", drifted),
            cwd: unknown,
            prepare: () => forgetExplanations(unknown),
          },
          check("dbfirst check-drift, with drift, again", drifted),
        ]
      : []),
    ...(tables <= mostForDrizzleKit
      ? [
          {
            name: "drizzle-kit pull",
            command: "node",
            args: [kit, "pull", "--config", "drizzle.config.ts"],
            cwd,
            env: { ...env, BENCH_OUT: "kit" },
          },
        ]
      : []),
  ];
}

/** What earlier checks of a project found out. */
async function forgetExplanations(cwd: string): Promise<void> {
  await rm(join(cwd, ".dbfirst/cache/explained"), { recursive: true, force: true });
}

/** The snapshot doesn't say any more which SQL files its facts are those of. */
function forgetReplay(cwd: string): void {
  const file = join(cwd, "drizzle/catalog.json");
  const snapshot = parseSnapshot(readFileSync(file, "utf8"), file);
  writeFileSync(file, formatSnapshot({ ...snapshot, replayed: undefined }));
}

/** A project whose migrations are applied to a database of its own, and whose committed files say so. */
async function project(
  name: string,
  migrations: Readonly<Record<string, string>>,
): Promise<{ cwd: string; url: string }> {
  const settings = await shadow.createDatabase(name);
  const url = formatUrl(settings);
  const cwd = join(folder, name);
  mkdirSync(join(cwd, "better-auth_migrations"), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(cwd, "node_modules"));
  for (const [file, sql] of Object.entries(migrations))
    writeFileSync(join(cwd, "better-auth_migrations", file), sql);
  writeFileSync(
    join(cwd, "drizzle.config.ts"),
    `import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/database/schemas/index.ts",
  out: \`./\${process.env.BENCH_OUT ?? "drizzle"}\`,
  dbCredentials: { url: process.env.BENCH_URL! },
});
`,
  );
  await execa("node", [cli, "apply", "--url", url], { cwd });
  await run(url, ["analyze"]);
  await commitState(cwd, settings);
  return { cwd, url };
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const { parseUrl } = await import("../src/postgres/url.ts");
  const sql = await connect(parseUrl(url));
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
}

/** This repository's own example. */
function withoutDatabase(): Candidate {
  return {
    name: "dbfirst check-drift, no database",
    command: "node",
    args: [cli, "check-drift"],
    cwd: repository,
  };
}

async function distantRows(tables: number): Promise<string[]> {
  const { host, port } = shadow.settings;
  const distant = await startDistantServer({ host, port }, { oneWay });
  const settings = { ...shadow.settings, port: distant.port, database: `clean_${tables}` };
  const url = formatUrl({ ...settings, ssl: { mode: "prefer" } });
  const cwd = join(folder, `clean_${tables}`);
  const candidate = {
    name: "dbfirst check-drift, distant server",
    command: "node",
    args: [cli, "check-drift", "--url", url],
    cwd,
  };
  const measured = await compare([candidate], 5);
  const trips = distant.roundTrips() / distant.connections();
  await distant.close();
  return report(String(tables), measured).map((row) =>
    row.replace("distant server", `distant server: ${trips.toFixed(1)} round trips`),
  );
}

function report(tables: string, measured: Map<string, Measured>): string[] {
  const base = measured.get("pg_dump --schema-only")?.seconds;
  return [...measured].map(([name, { seconds, memory }]) => {
    const ratio = base === undefined ? "" : (seconds / base).toFixed(2);
    return `| ${tables} | ${name} | ${seconds.toFixed(2)} | ${ratio} | ${memory.toFixed(0)} |`;
  });
}
