import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { connect } from "../src/postgres/connect.ts";
import { formatUrl, parseUrl } from "../src/postgres/url.ts";
import { compare, type Candidate, type Measured } from "./measure.ts";
import { startBench } from "./start.ts";
import { migrationFiles } from "./synthetic-schema.ts";

// pull, whole process, beside `drizzle-kit pull` on the same database: pnpm bench:pull [TABLES…]. Needs GNU time;
// writes bench/pull.md, where rows of other sizes stay. 3,000 tables take drizzle-kit minutes each time.

const sizes = process.argv.slice(2).map(Number);
const wanted = sizes.length === 0 ? [100, 1000, 3000] : sizes;
const { repository, folder, dist, server: shadow, end } = await startBench(17);
const cli = join(dist, "cli.cjs");
const kit = join(dirname(createRequire(import.meta.url).resolve("drizzle-kit")), "bin.cjs");
const load = loadavg()[0]!;
const rows: string[] = [];
try {
  for (const tables of wanted) {
    console.log(`${tables} tables`);
    // The first round isn't counted.
    rows.push(...report(tables, await compare(await candidates(tables), tables > 1000 ? 1 : 5)));
  }
} finally {
  await end();
}

const others = readFileSync(join(repository, "bench/pull.md"), "utf8").match(/^\| \d+ .*$/gm) ?? [];
const sizeOf = (row: string) => Number(row.split("|")[1]);
const all = [...others.filter((row) => !wanted.includes(sizeOf(row))), ...rows];

const text = `# What a pull costs

Whole processes, side by side in one run, in turns; medians of five (of 3,000 tables: one). PostgreSQL 17 on loopback, ${cpus().length} cores (${cpus()[0]?.model.trim()}),
Node ${process.versions.node}, load ${load.toFixed(1)} at the start and ${loadavg()[0]!.toFixed(1)} at the end (of ${wanted.join(" and ")} tables). Each table has 8 columns, two indexes and one foreign key. Memory is that of the largest process.
"One table changed": a column was added to one table since the last pull. \`pnpm bench:pull\` writes this file.

| tables | command | seconds | × drizzle-kit | memory (MB) |
|---|---|---|---|---|
${all.toSorted((a, b) => sizeOf(a) - sizeOf(b)).join("\n")}
`;
writeFileSync(join(repository, "bench/pull.md"), text);
console.log(text);

async function candidates(tables: number): Promise<Candidate[]> {
  const settings = await shadow.createDatabase(`pulled_${tables}`);
  const url = formatUrl(settings);
  await run(url, [...Object.values(migrationFiles(tables)), "analyze"]);
  const [whole, changed] = [project(`whole_${tables}`), project(`changed_${tables}`)];
  // What wasn't proved, the next proof makes up for: that would be no longer of one table.
  const unproved = project(`unproved_${tables}`);
  for (const cwd of [changed, unproved])
    await execa("node", [cli, "pull", "--url", url, "--no-prove"], { cwd });
  const pull = (name: string, cwd: string, ...more: string[]) => ({
    name,
    command: "node",
    args: [cli, "pull", "--url", url, ...more],
    cwd,
  });
  let added = 0;
  const one = `table_${Math.floor(tables / 2)}`;
  const change = () => run(url, [`alter table ${one} add column added_${(added += 1)} integer`]);
  const forget = async () => {
    rmSync(join(whole, "src"), { recursive: true, force: true });
    rmSync(join(whole, "drizzle"), { recursive: true, force: true });
  };
  return [
    {
      name: "drizzle-kit pull",
      command: "node",
      args: [kit, "pull", "--config", "drizzle.config.ts"],
      cwd: whole,
      env: { BENCH_URL: url },
      prepare: async () => rmSync(join(whole, "kit"), { recursive: true, force: true }),
    },
    { ...pull("dbfirst pull --no-prove", whole, "--no-prove"), prepare: forget },
    { ...pull("dbfirst pull", whole), prepare: forget },
    {
      ...pull("dbfirst pull --no-prove, one table changed", unproved, "--no-prove"),
      prepare: change,
    },
    { ...pull("dbfirst pull, one table changed", changed), prepare: change },
    pull("dbfirst pull, nothing changed", changed),
    {
      name: "dbfirst check-drift, nothing changed",
      command: "node",
      args: [cli, "check-drift", "--url", url],
      cwd: changed,
    },
  ];
}

function project(name: string): string {
  const cwd = join(folder, name);
  mkdirSync(cwd, { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(cwd, "node_modules"));
  writeFileSync(join(cwd, "package.json"), `{ "type": "module" }\n`);
  writeFileSync(
    join(cwd, "drizzle.config.ts"),
    `import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/database/schemas/index.ts",
  out: process.env.BENCH_URL === undefined ? "./drizzle" : "./kit",
  dbCredentials: { url: process.env.BENCH_URL ?? "postgres://localhost/unused" },
});
`,
  );
  return cwd;
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const sql = await connect(parseUrl(url));
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
}

function report(tables: number, measured: Map<string, Measured>): string[] {
  const base = measured.get("drizzle-kit pull")!.seconds;
  return [...measured].map(
    ([name, { seconds, memory }]) =>
      `| ${tables} | ${name} | ${seconds.toFixed(2)} | ${(seconds / base).toFixed(2)} | ${memory.toFixed(0)} |`,
  );
}
