import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { runPsql } from "../../src/psql/run-psql.ts";
import { createTestDatabase } from "../support/database.ts";

const folder = fileURLToPath(new URL("conformance", import.meta.url));

/** Beside a case's NAME.sql: NAME.json. */
interface CaseOptions {
  /** Before `-f NAME.sql`. */
  args?: string[];
  env?: Record<string, string>;
  stdin?: string;
  /** What differs from run to run, as a pattern. */
  mask?: string;
}

interface Outcome {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  files: Record<string, string>;
  state: unknown;
}

type Runner = (
  argv: string[],
  io: { cwd: string; env: Record<string, string>; stdin: string },
) => Promise<Pick<Outcome, "exitCode" | "stdout" | "stderr">>;

/** The real psql: the oracle. */
const psql: Runner = async (argv, { cwd, env, stdin }) => {
  const run = await execa("psql", ["-X", ...argv], {
    cwd,
    env,
    input: stdin,
    reject: false,
    encoding: "buffer",
    stripFinalNewline: false,
    timeout: 60_000,
  });
  return { exitCode: run.exitCode, stdout: latin1(run.stdout), stderr: latin1(run.stderr) };
};

const ours: Runner = async (argv, { cwd, env, stdin }) => {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const exitCode = await runPsql(["-X", ...argv], {
    stdin: Readable.from(stdin === "" ? [] : [Buffer.from(stdin)]),
    stdout: sink(out),
    stderr: sink(err),
    env,
    cwd,
  });
  return { exitCode, stdout: latin1(Buffer.concat(out)), stderr: latin1(Buffer.concat(err)) };
};

const cases = readdirSync(folder).flatMap((name) => {
  const file = /^(?!part-)(.*)\.sql$/.exec(name)?.[1];
  return file === undefined ? [] : [file];
});

describe("a script runs as through the real psql", () => {
  test.each(cases)("%s", async (name) => {
    const expected = await runCase(name, psql);
    const actual = await runCase(name, ours);
    expect(actual).toEqual(expected);
    expect(expected.stdout + expected.stderr + JSON.stringify(expected.state)).not.toBe("[]");
  });
});

async function runCase(name: string, run: Runner): Promise<Outcome> {
  const optionsFile = join(folder, `${name}.json`);
  const options = existsSync(optionsFile)
    ? (JSON.parse(readFileSync(optionsFile, "utf8")) as CaseOptions)
    : {};
  const cwd = mkdtempSync(join(tmpdir(), "dbfirst-conformance-"));
  // The same name on both sides: it shows in messages.
  const database = await createTestDatabase(`conformance_${process.pid}`);
  try {
    for (const file of readdirSync(folder))
      if (file === `${name}.sql` || !/\.(?:sql|json)$/.test(file) || file.startsWith("part-"))
        cpSync(join(folder, file), join(cwd, file));
    const before = new Set(readdirSync(cwd));
    const env = { ...environment(database.settings), ...options.env };
    const result = await run([...(options.args ?? []), "-f", `${name}.sql`], {
      cwd,
      env,
      stdin: options.stdin ?? "",
    });
    const mask = (text: string) =>
      options.mask === undefined ? text : text.replaceAll(new RegExp(options.mask, "gm"), "…");
    const files: Record<string, string> = {};
    for (const file of readdirSync(cwd))
      if (!before.has(file) && statSync(join(cwd, file)).isFile())
        files[file] = readFileSync(join(cwd, file), "latin1");
    return {
      exitCode: result.exitCode,
      stdout: mask(result.stdout),
      stderr: mask(result.stderr),
      files,
      state: await stateOf(database.settings),
    };
  } finally {
    await database.drop();
    rmSync(cwd, { recursive: true, force: true });
  }
}

function environment(settings: ConnectionSettings): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    LC_ALL: "C.UTF-8",
    PGHOST: settings.host,
    PGPORT: String(settings.port),
    PGUSER: settings.user,
    PGDATABASE: settings.database,
    PGSSLMODE: "disable",
    PGTZ: "UTC",
    ...(settings.password === undefined ? {} : { PGPASSWORD: settings.password }),
  };
}

/** What is in the database: its tables, indexes and rows. */
async function stateOf(settings: ConnectionSettings): Promise<unknown> {
  const sql = await connect(settings);
  try {
    const rows = await sql.unsafe(`
      select c.oid::regclass::text as name, c.relkind::text as kind,
        case when c.relkind = 'r' then query_to_xml(format('select * from %s t order by t::text', c.oid::regclass), true, false, '')::text end as rows
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`);
    return [...rows];
  } finally {
    await sql.end();
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

test("every file of the folder belongs to a case", () => {
  const known = new Set(cases.flatMap((name) => [`${name}.sql`, `${name}.json`]));
  const others = readdirSync(folder).filter(
    (file) => !known.has(file) && !file.startsWith("part-"),
  );
  expect(others.map((file) => basename(file))).toEqual(["data.csv"]);
});

function sink(chunks: Buffer[]): { write(data: Buffer): boolean } {
  return { write: (data) => chunks.push(data) > 0 };
}
