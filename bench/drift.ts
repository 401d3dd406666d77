import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { connect } from "../src/postgres/connect.ts";
import { formatUrl } from "../src/postgres/url.ts";
import { createShadow } from "../src/postgres/shadow.ts";
import { bundle } from "../scripts/bundle.ts";
import { majorsFolder } from "../test/support/majors-folder.ts";
import { compare, type Candidate, type Measured } from "./measure.ts";
import { syntheticSchema } from "./synthetic-schema.ts";

// A clean check-drift against a live database, whole process, beside `pg_dump --schema-only` and `drizzle-kit pull` on the
// same server: pnpm bench:drift [TABLES…]. Needs pg_dump 15 and GNU time; writes bench/drift.md.

const sizes = process.argv.slice(2).map(Number);
const wanted = sizes.length === 0 ? [10, 100, 1000] : sizes;
const repository = dirname(import.meta.dirname);
const folder = mkdtempSync(join(tmpdir(), "dbfirst-bench-"));
await execa("pnpm", ["install", "--frozen-lockfile"], { cwd: majorsFolder });
await bundle("dist");
const shadow = await createShadow({
  projectDir: folder,
  major: 15,
  searchFolders: [majorsFolder],
  loopback: true,
});
const rows: string[] = [];
try {
  for (const tables of wanted) {
    console.log(`${tables} tables`);
    rows.push(...report(tables, await compare(await candidates(tables), tables >= 1000 ? 3 : 5)));
  }
} finally {
  await shadow.dispose();
  rmSync(folder, { recursive: true, force: true });
}

const text = `# A clean check against a live database

Whole processes, side by side in one run, in turns; medians. PostgreSQL 15 on loopback, ${cpus().length} cores (${cpus()[0]?.model.trim()}),
Node ${process.versions.node}. Each table has 8 columns, two indexes and one foreign key. \`pnpm bench:drift\` writes this file.

| tables | command | seconds | × pg_dump | memory (MB) |
|---|---|---|---|---|
${rows.join("\n")}
`;
writeFileSync(join(repository, "bench/drift.md"), text);
console.log(text);

async function candidates(tables: number): Promise<Candidate[]> {
  const settings = await shadow.createDatabase(`bench_${tables}`);
  const sql = await connect(settings);
  await sql.unsafe(syntheticSchema(tables));
  await sql.unsafe("analyze");
  await sql.end();
  const url = formatUrl(settings);
  const cwd = join(folder, String(tables));
  mkdirSync(join(cwd, "better-auth_migrations"), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(cwd, "node_modules"));
  writeFileSync(join(cwd, "better-auth_migrations/1.sql"), "select 1;\n");
  writeFileSync(
    join(cwd, "drizzle.config.cjs"),
    `module.exports = { dialect: "postgresql", out: "kit", dbCredentials: { url: process.env.BENCH_URL } };\n`,
  );
  const env = { DATABASE_URL: url, BENCH_URL: url };
  const cli = join(repository, "dist/cli.js");
  await execa("node", [cli, "sync"], { cwd, env });
  const kit = join(dirname(createRequire(import.meta.url).resolve("drizzle-kit")), "bin.cjs");
  return [
    { name: "dbfirst check-drift", command: "node", args: [cli, "check-drift"], cwd, env },
    { name: "pg_dump --schema-only", command: "pg_dump", args: ["--schema-only", url], cwd },
    {
      name: "drizzle-kit pull",
      command: "node",
      args: [kit, "pull", "--config", "drizzle.config.cjs"],
      cwd,
      env,
    },
  ];
}

function report(tables: number, measured: Map<string, Measured>): string[] {
  const base = measured.get("pg_dump --schema-only")!.seconds;
  return [...measured].map(
    ([name, { seconds, memory }]) =>
      `| ${tables} | ${name} | ${seconds.toFixed(2)} | ${(seconds / base).toFixed(1)} | ${memory.toFixed(0)} |`,
  );
}
