import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle } from "../scripts/bundle.ts";
import { execa } from "execa";
import { connect } from "../src/postgres/connect.ts";
import { createShadow } from "../src/postgres/shadow.ts";
import { formatUrl } from "../src/postgres/url.ts";
import { LineSource, readText } from "../src/psql/line-source.ts";
import { Lexer } from "../src/psql/text/lexer.ts";
import { QueryBuffer } from "../src/psql/text/query-buffer.ts";
import { majorsFolder } from "../test/support/majors-folder.ts";
import { compare, median, type Measured } from "./measure.ts";
import { ddlScript, insertScript, mixedScript, writeDump } from "./psql-scripts.ts";

// `dbfirst psql` beside the real psql of Debian 15 on the same server, whole processes, in turns; and the lexer alone:
// pnpm bench:psql [SHARE]. SHARE is the part of each script's size that is run, 1 by default: less for a busy machine. Needs psql 15 and GNU time, and 4 GB in memory (/dev/shm) or in the temporary folder; writes
// bench/psql.md.

const share = Number(process.argv[2] ?? 1);
const sized = (whole: number): string => Math.round(whole * share).toLocaleString("en");
const repository = dirname(import.meta.dirname);
const memoryFolder = "/dev/shm";
const folder = mkdtempSync(
  join(existsSync(memoryFolder) ? memoryFolder : tmpdir(), "dbfirst-bench-"),
);
// Debian's /usr/bin/psql is a Perl script that looks for this one.
const debianPsql = "/usr/lib/postgresql/15/bin/psql";
const psql = existsSync(debianPsql) ? debianPsql : "psql";

await execa("pnpm", ["install", "--frozen-lockfile"], { cwd: majorsFolder });
// A folder of its own, as a build may run beside this.
const built = join(repository, "dist-bench");
await bundle("dist-bench");
const shadow = await createShadow({
  projectDir: folder,
  major: 15,
  searchFolders: [majorsFolder],
  loopback: true,
});
const rows: string[] = [];
const speed = await lexingSpeed();
const nodeAlone = await startOfNode();
try {
  const settings = await shadow.createDatabase("bench");
  const url = formatUrl(settings);
  const sql = await connect(settings);
  const prepare = () =>
    sql.unsafe("drop schema if exists bench cascade; create schema bench; checkpoint");

  const beside = async (what: string, goal: string, file: string, options = "", rounds = 5) => {
    console.log(what);
    const shared = { cwd: folder, prepare };
    const argv = ["-X", "-q", ...options.split(" ").filter(Boolean), url, "-f", file];
    const cli = join(built, "cli.cjs");
    const measured = await compare(
      [
        { name: "psql", command: psql, args: argv, ...shared },
        { name: "dbfirst psql", command: "node", args: [cli, "psql", ...argv], ...shared },
      ],
      rounds,
    );
    report(what, goal, measured.get("psql")!, measured.get("dbfirst psql")!);
  };
  const script = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  const inserts = script("inserts.sql", insertScript(100_000 * share));
  const ahead = "-1 -v ON_ERROR_STOP=1";
  await beside(`${sized(100_000)} INSERTs, -1, ON_ERROR_STOP`, "≤ 0.70 ×", inserts, ahead);
  await beside(`${sized(100_000)} INSERTs, autocommit`, "≤ 1.05 ×", inserts);
  rmSync(inserts);

  const dump = join(folder, "dump.sql");
  writeDump(dump, { bytes: 78_000_000 });
  await beside("a dump, COPY of 1,000,000 rows (78 MB)", "≤ 1.05 ×", dump);
  const ddl = script("ddl.sql", ddlScript(3000 * share));
  await beside(`${sized(9000)} DDL statements, ${sized(3000)} tables`, "≤ 1.0 ×", ddl);
  await beside(`${sized(9000)} DDL statements, -1, ON_ERROR_STOP`, "≤ 1.0 ×", ddl, ahead);

  const auth = script(
    "auth.sql",
    `set search_path to bench;
create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null, "image" text, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz default CURRENT_TIMESTAMP not null);

create table "session" ("id" text not null primary key, "expiresAt" timestamptz not null, "token" text not null unique, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade);

create table "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "scope" text, "password" text, "createdAt" timestamptz default CURRENT_TIMESTAMP not null);

create table "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" timestamptz not null);

create table "organization" ("id" text not null primary key, "name" text not null, "slug" text not null unique, "logo" text, "createdAt" timestamptz not null, "metadata" text);

create table "member" ("id" text not null primary key, "organizationId" text not null references "organization" ("id") on delete cascade, "userId" text not null references "user" ("id") on delete cascade, "role" text not null, "createdAt" timestamptz not null);

create index "session_userId_idx" on "session" ("userId");

create index "account_userId_idx" on "account" ("userId");

create index "verification_identifier_idx" on "verification" ("identifier");
`,
  );
  await beside("a Better Auth file of 20 lines", "≤ 3 ×", auth, "-v ON_ERROR_STOP=1", 15);

  writeDump(dump, { bytes: 1_000_000_000 });
  await beside("a dump of 1 GB", "≤ 150 MB", dump, "", 1);
  await sql.end();
} finally {
  await shadow.dispose();
  for (const path of [folder, built]) rmSync(path, { recursive: true, force: true });
}

function writeReport(): void {
  const text = `# Scripts beside the real psql

\`dbfirst psql\` and psql 15 run the same file against the same server, as whole processes, in turns; medians of 5 (the Better Auth
file: 15; the dump of 1 GB: one run). PostgreSQL 15 on loopback without fsync, ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}.
The load was ${loadavg()[0]?.toFixed(0)} when it ended: the server needs the second core, so figures of a busy machine say little.
\`NODE_EXTRA_CA_CERTS\` isn't set: Node reads that file before a program's first line (30 ms for a system's authorities). \`pnpm bench:psql\` writes this file.

| script | psql (s) | dbfirst psql (s) | × psql | goal | psql (MB) | dbfirst psql (MB) |
|---|---|---|---|---|---|---|
${rows.join("\n")}

Of each of dbfirst's times, ${nodeAlone.toFixed(3)} s go by before its first line: that is how long Node takes for an empty program. The rest of what it has
more than psql on the dump and the DDL is loading its own code, which V8 has compiled in the round that isn't counted, and looking through the script for what isn't allowed (13 ms of processor time for the 78 MB, nearly all of it reading the file).
A COPY's data cost the server the same as psql's (0.69 s of its processor time, whether they come in messages of 16, 64 or 256 kB).

With autocommit, client and server wait for each other after each statement, and about half of the 77 µs that an INSERT took on one machine is what the system needs to
wake up who sleeps. dbfirst stays awake, for at most 0.24 ms, where statements of a kind have been answered within 0.12 ms on average (src/postgres/wire/short-waits.ts): 60,000 INSERTs
took 0.69 of psql's time with that, and 0.97 to 1.07 without. It needs a second processor for the server: tied to one by \`taskset\`, dbfirst sleeps as psql does, and took 1.6 × psql's time,
as its share of the work is larger. From the server's answer to the next statement it takes 2 µs, like psql; the rest is done while the server works.

What is left on the DDL is Node's: against a server that answers at once and does nothing, the 9,000 statements took 0.13 s of psql's processor time, 0.20 s of a program's of
twenty lines that only writes the next statement when an answer comes, and 0.43 s of dbfirst's (medians of 9 runs in turns, on a very busy machine), V8's compiler on other threads among it.
V8's switches (no optimizing, a baseline compiler, one thread for its garbage) change that by less than a tenth. Per statement both wait once for the server, read once and write once.
On the real server that program took 1.02 of psql's time, dbfirst 1.04, and a program that waits in a blocking read, where it can't hear Ctrl-C, 0.99 (medians of 7 rounds in turns, quiet): who sends each
statement when the one before is done, from Node's event loop, can't be quicker than psql here.

The lexer alone, on 50 MB of statements of all kinds: ${speed.toFixed(0)} MB in a second of processor time (goal: ≥ 60).
`;
  writeFileSync(join(repository, "bench/psql.md"), text);
}

function report(what: string, goal: string, theirs: Measured, ours: Measured): void {
  const seconds = (value: number): string => value.toFixed(value < 1 ? 3 : 2);
  const ratio = (ours.seconds / theirs.seconds).toFixed(2);
  const row = `| ${what} | ${seconds(theirs.seconds)} | ${seconds(ours.seconds)} | ${ratio} | ${goal} | ${theirs.memory.toFixed(0)} | ${ours.memory.toFixed(0)} |`;
  console.log(row);
  rows.push(row);
  writeReport();
}

/** Seconds. */
async function startOfNode(): Promise<number> {
  const empty = { name: "node", command: "node", args: ["-e", "0"], cwd: folder };
  return (await compare([empty], 15)).get("node")!.seconds;
}

/** Megabytes in a second of processor time: from the file's bytes to the text of each statement. */
async function lexingSpeed(): Promise<number> {
  const bytes = Buffer.from(mixedScript(50_000_000));
  const speeds: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const started = process.cpuUsage();
    let statements = 0;
    const lexer = new Lexer({ variable: () => undefined, warn: () => undefined });
    const source = new LineSource(readText(bytes));
    let buffer = new QueryBuffer();
    for (let number = 1; ; number += 1) {
      const line = await source.readLine();
      if (line === undefined) break;
      if (line === "" && !lexer.inQuote) continue;
      if (buffer.length > 0) buffer.appendUnmapped("\n");
      lexer.start(line, { number, standardStrings: true });
      while (lexer.scan(buffer) === "semicolon") {
        statements += 1;
        buffer = new QueryBuffer();
      }
    }
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1e6;
    if (statements === 0) throw new Error("the lexer found no statement");
    if (round > 0) speeds.push(bytes.length / 1e6 / seconds);
  }
  return median(speeds);
}
