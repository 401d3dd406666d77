import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { packageVersions } from "../../src/postgres/embedded/install-command.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { runPsql } from "../../src/psql/program/run-psql.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { asInstalledPsql } from "./installed-psql.ts";
import { generatedCases } from "./generated-cases.ts";

const folder = fileURLToPath(new URL("conformance", import.meta.url));

/** Beside a case's NAME.sql: NAME.json. */
interface CaseOptions {
  /** Before `-f NAME.sql`. */
  args?: string[];
  /** False: there is no `-f NAME.sql`, the arguments are all. */
  file?: false;
  /** What our runner has to be allowed. */
  allows?: string[];
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

interface Server {
  settings: ConnectionSettings;
  /** For what is done around a case. */
  sql: Awaited<ReturnType<typeof connect>>;
}

type Runner = (
  argv: string[],
  options: CaseOptions,
  io: { cwd: string; env: Record<string, string> },
) => Promise<Pick<Outcome, "exitCode" | "stdout" | "stderr">>;

/** The real psql: the oracle. */
const psql: Runner = async (argv, { stdin = "" }, { cwd, env }) => {
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

/** The engine follows the release that it is compared with. */
let asOracle: readonly string[] = [];
beforeAll(async () => {
  asOracle = await asInstalledPsql();
});

const ours: Runner = async (argv, { stdin = "", allows = [] }, { cwd, env }) => {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const exitCode = await runPsql(["-X", ...asOracle, ...allows, ...argv], {
    stdin: Readable.from(stdin === "" ? [] : [Buffer.from(stdin)]),
    stdout: sink(out),
    stderr: sink(err),
    env,
    cwd,
  });
  return { exitCode, stdout: latin1(Buffer.concat(out)), stderr: latin1(Buffer.concat(err)) };
};

const named = readdirSync(folder).flatMap((name) => {
  const file = /^(?!part-)(.*)\.sql$/.exec(name)?.[1];
  return file === undefined ? [] : [file];
});
const cases = [...named, ...Object.keys(generatedCases)];

/** What is about psql alone: any server will do. */
const aboutPrinting = /^(?:format|lines|numeric|option|print|pset|separators|widths)(?:-|$)/;
const majors = Object.keys(packageVersions).map(Number);

describe.each(majors)("on PostgreSQL %i", (major) => {
  let shadow: Shadow;
  let server: Server;
  beforeAll(async () => {
    const searchFolders = [majorsFolder, process.cwd()];
    shadow = await createShadow({ projectDir: process.cwd(), major, searchFolders });
    server = { settings: shadow.settings, sql: await connect(shadow.settings) };
  });
  afterAll(async () => {
    await server.sql.end();
    await shadow.dispose();
  });

  const isLast = major === majors.at(-1);
  const chosen = cases.filter((name) => isLast || !aboutPrinting.test(name));
  test.concurrent.each(chosen)("%s runs as through the real psql", async (name) => {
    const expected = await runCase(name, psql, server);
    const actual = await runCase(name, ours, server);
    expect(actual).toEqual(expected);
  });
});

test("every file of the folder belongs to a case", () => {
  const known = new Set(cases.flatMap((name) => [`${name}.sql`, `${name}.json`]));
  const others = readdirSync(folder).filter(
    (file) => !known.has(file) && !file.startsWith("part-"),
  );
  expect(others.map((file) => basename(file))).toEqual(["data.csv", "services.conf"]);
});

async function runCase(name: string, run: Runner, server: Server): Promise<Outcome> {
  const optionsFile = join(folder, `${name}.json`);
  const options = existsSync(optionsFile)
    ? (JSON.parse(readFileSync(optionsFile, "utf8")) as CaseOptions)
    : {};
  const cwd = mkdtempSync(join(tmpdir(), "dbfirst-conformance-"));
  // The same name on both sides: it shows in messages.
  const settings = { ...server.settings, database: name };
  await server.sql.unsafe(`CREATE DATABASE "${name}" TEMPLATE template0`);
  try {
    for (const file of readdirSync(folder))
      if (file === `${name}.sql` || !/\.(?:sql|json)$/.test(file) || file.startsWith("part-"))
        cpSync(join(folder, file), join(cwd, file));
    const generated = generatedCases[name];
    if (generated !== undefined) writeFileSync(join(cwd, `${name}.sql`), generated);
    const before = new Set(readdirSync(cwd));
    const env = { ...environment(settings), ...options.env };
    const file = options.file === false ? [] : ["-f", `${name}.sql`];
    const result = await run([...(options.args ?? []), ...file], options, { cwd, env });
    const mask = (text: string) =>
      options.mask === undefined ? text : text.replaceAll(new RegExp(options.mask, "gm"), "…");
    const files: Record<string, string> = {};
    for (const written of readdirSync(cwd, "latin1")) {
      // Names needn't be UTF-8.
      const path = Buffer.from(join(cwd, written), "latin1");
      if (!before.has(written) && lstatSync(path).isFile())
        files[written] = readFileSync(path, "latin1");
    }
    return {
      exitCode: result.exitCode,
      stdout: mask(result.stdout),
      stderr: mask(result.stderr),
      files,
      state: await stateOf(settings),
    };
  } finally {
    await server.sql.unsafe(`DROP DATABASE "${name}" WITH (FORCE)`);
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

/** What is in the database: its tables, indexes, functions and rows. */
async function stateOf(settings: ConnectionSettings): Promise<unknown> {
  const sql = await connect(settings);
  try {
    const rows = await sql.unsafe(`
      select c.oid::regclass::text as name, c.relkind::text as kind,
        case when c.relkind = 'r' then query_to_xml(format('select t::text as row from %s t order by 1', c.oid::regclass), true, false, '')::text end as rows
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      union all select oid::regprocedure::text, 'function', prosrc from pg_proc where pronamespace = 'public'::regnamespace
      order by 1`);
    return [...rows];
  } finally {
    await sql.end();
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

function sink(chunks: Buffer[]): { write(data: Buffer): boolean } {
  return { write: (data) => chunks.push(data) > 0 };
}
