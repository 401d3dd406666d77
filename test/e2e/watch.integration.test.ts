import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { afterEach, describe, expect, inject, it } from "vitest";
import { embeddedStatus } from "../../src/postgres/embedded/server.ts";
import { createTestDatabase } from "../support/database.ts";
import { asResult, createProject, type ProjectFolder } from "./command-line.ts";

// `sync --watch` on real files, with the embedded server. What is waited for is a line that it prints.

let project: ProjectFolder;
let watch: Watch | undefined;
afterEach(async () => {
  await watch?.end();
  watch = undefined;
  await project.dispose();
});

const config = (more = "") =>
  `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }], pull: {}, ${more} };\n`;

const files = {
  "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./schema/index.ts", out: "./drizzle" };\n`,
  "dbfirst.config.ts": config(),
  "sql/1.sql": "create table team (id integer primary key);\n",
};

const agree = /agree \(\d/;

describe("sync --watch", { timeout: 600_000 }, () => {
  it("applies and pulls what is saved, tells an error once with its place, and goes on after it", async () => {
    project = createProject(files);
    watch = startWatch();
    await watch.shows(/Watching sql\/, and the configuration; Ctrl-C ends it\./);
    project.write("sql/2.sql", "alter table team add column name text;\n");
    const added = await watch.shows(agree);
    expect(added).toMatch(/^\[\d\d:\d\d:\d\d\] \+ sql\/2\.sql$/m);
    expect(added).toContain("Applied 1 migration (1 applied before)");
    expect(added).toContain("changed: public.team");
    expect(added).toContain("~ team.ts");
    expect(project.read("schema/team.ts")).toContain("name: text()");
    await watch.shows(/✓ Proved/);

    project.write(
      "sql/3.sql",
      "create table player (id integer);\nalter table team\n  ad column x int;\n",
    );
    const failed = await watch.shows(/\^/);
    expect(failed).toContain('error: sql/3.sql:3:3: syntax error at or near "ad"');
    // The timer rings meanwhile, and there is nothing new to tell.
    await delay(1500);
    expect(watch.since()).toBe("");
    project.write(
      "sql/3.sql",
      "create table player (id integer);\nalter table team\n  ad column x int;\n\n",
    );
    const same = await watch.shows(/same as before/);
    expect(same).not.toContain("sql/3.sql:3:3");
    project.write("sql/3.sql", "create table player (id integer);\n");
    expect(await watch.shows(agree)).toContain("+ player.ts");
    project.write("sql/3.sql", "create table player (id integer);\n");
    expect(await watch.shows(/✓ .*\(\d/)).toContain("Nothing to change");

    watch.process.kill("SIGINT");
    const { code, shown } = asResult(await watch.process);
    expect(code, shown).toBe(0);
    expect(shown).not.toMatch(/^\s+at /m);
    expect(embeddedStatus({ projectDir: project.path })).toEqual({ running: false });
    const check = await project.run(["check-drift"]);
    expect(check.code, check.shown).toBe(0);
  });

  it("is alone: a second one is refused, and one that was killed is in nobody's way", async () => {
    project = createProject(files);
    watch = startWatch();
    await watch.shows(/Watching/);
    const second = await project.run(["sync", "--watch"]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain("error: Another watch of this project is running");
    project.write("sql/2.sql", "alter table team add column name text;\n");
    expect(await watch.shows(agree)).toContain("+ sql/2.sql");
    watch.process.kill("SIGKILL");
    await watch.process;
    watch = startWatch();
    await watch.shows(/Watching/);
  });

  it("makes throw-away databases on the server that was named, also when the configuration is read again", async () => {
    project = createProject(files);
    watch = startWatch({ DBFIRST_SHADOW_URL: "postgres://app@127.0.0.1:9/app" });
    await watch.shows(agree);
    // The proof, which has nobody to ask there.
    const proof = await watch.shows(/127\.0\.0\.1:9/, /✓ Proved/);
    expect(proof).toContain("The server for throw-away databases");
  });

  it("makes the embedded database anew where an applied file is edited, renamed or removed, and seeds it", async () => {
    project = createProject({
      ...files,
      "dbfirst.config.ts": config(`seed: { command: "node seed.mjs" }`),
      "seed.mjs": `import { execFileSync } from "node:child_process";
execFileSync("node", [process.env.DBFIRST, "psql", "-c", "insert into team values (7)"]);\n`,
    });
    await git("init", "-q");
    await git("add", "sql");
    await git("commit", "-q", "-m", "1");
    watch = startWatch({ DBFIRST: inject("commandLine") });
    await watch.shows(/Watching/);
    project.write("sql/2.sql", "alter table team add column name text;\n");
    await watch.shows(agree);
    await sql("insert into team values (1, 'a')");

    project.write("sql/2.sql", "alter table team add column name integer;\n");
    const edited = await watch.shows(agree);
    expect(edited).toContain(
      "↻ The embedded database was made anew: sql/2.sql was changed after it was applied",
    );
    expect(edited).toContain("It was seeded; other data is gone.");
    expect(edited).not.toContain("committed in another form");
    expect(project.read("schema/team.ts")).toContain("name: integer()");
    expect(await sql("select id, name from team")).toBe("7|");

    // What can't be applied from the start leaves it as it is.
    await sql("insert into team values (8, 8)");
    project.write("sql/2.sql", "alter table teem add column name integer;\n");
    const rehearsed = await watch.shows(/rehearsal/);
    expect(rehearsed).toContain('sql/2.sql:1:1: relation "teem" does not exist');
    expect(rehearsed).toContain("The embedded database is as it was: sql/2.sql was changed");
    expect(await sql("select count(*) from team")).toBe("2");

    project.write("sql/1.sql", "create table team (id bigint primary key);\n");
    project.remove("sql/2.sql");
    const two = await watch.shows(agree);
    expect(two).toMatch(/~ sql\/1\.sql {2}- sql\/2\.sql/);
    expect(two).toContain("sql/1.sql was changed after it was applied (and 1 more file)");
    expect(two).toContain("sql/1.sql is committed in another form");
    expect(project.read("schema/team.ts")).toContain("id: bigint(");

    renameSync(join(project.path, "sql/1.sql"), join(project.path, "sql/0.sql"));
    const renamed = await watch.shows(agree);
    expect(renamed).toContain("app/1.sql was applied and is gone");
    expect(await sql("select id from team")).toBe("7");
  });

  it("takes many files for one change, files saved by renaming, included files, and folders of Drizzle's", async () => {
    project = createProject({
      ...files,
      "dbfirst.config.ts": config().replace(
        "}]",
        `}, { name: "drizzle", kind: "drizzle", directory: "drizzle" }]`,
      ),
      "sql/1.sql": "create table team (id integer primary key);\n\\ir ../parts/view.sql\n",
      "parts/view.sql": "create view teams as select id from team;\n",
      "drizzle/20260101000001_start/migration.sql": "create table start (id integer);\n",
      "drizzle/20260101000001_start/snapshot.json": "{}",
    });
    watch = startWatch();
    await watch.shows(/Watching sql\/, drizzle\//);
    for (let number = 10; number < 40; number++)
      project.write(`sql/${number}.sql`, `create table t${number} (id integer);\n`);
    const many = await watch.shows(/\+ t39\.ts[^]*agree/);
    const counts = Array.from(many.matchAll(/Applied (\d+) migration/g), ([, count]) =>
      Number(count),
    );
    expect(counts.reduce((sum, count) => sum + count)).toBe(30);
    expect(counts.length).toBeLessThan(10);

    project.write("parts/view.sql~", "create view teams as select id, 1 as one from team;\n");
    renameSync(join(project.path, "parts/view.sql~"), join(project.path, "parts/view.sql"));
    const included = await watch.shows(agree);
    expect(included).toContain("~ parts/view.sql");
    expect(included).toContain("sql/1.sql was changed after it was applied");
    expect(project.read("schema/teams.ts")).toContain("one");

    // A folder first, and its file a moment later.
    mkdirSync(join(project.path, "drizzle/20260101000002_next"));
    await delay(200);
    project.write("drizzle/20260101000002_next/migration.sql", "create table next (id integer);\n");
    expect(await watch.shows(agree)).toContain("+ next.ts");
  });

  it("follows a checkout of another branch and back, with the generated files of each", async () => {
    project = createProject(files);
    await git("init", "-q", "-b", "main");
    project.write(".gitignore", "node_modules\n.dbfirst\n");
    expect((await project.run(["sync"])).code).toBe(0);
    await git("add", ".");
    await git("commit", "-q", "-m", "main");
    await git("checkout", "-q", "-b", "feature");
    project.write("sql/2.sql", "create table invoice (id integer);\n");
    project.write("sql/1.sql", "create table team (id integer primary key, name text);\n");
    expect((await project.run(["reset"])).code).toBe(0);
    await git("add", ".");
    await git("commit", "-q", "-m", "feature");
    const feature = ownFiles();
    watch = startWatch();
    await watch.shows(/Watching/);
    await git("checkout", "-q", "main");
    const back = await watch.shows(agree, /Nothing to change/);
    expect(back).toContain("was made anew");
    expect(back).not.toContain("committed in another form");
    await git("checkout", "-q", "feature");
    await watch.shows(agree, /Nothing to change/);
    await watch.rests();
    expect(ownFiles()).toEqual(feature);
    const { stdout } = await git("status", "--porcelain");
    expect(stdout).toBe("");
    const check = await project.run(["check-drift"]);
    expect(check.code, check.shown).toBe(0);
  });

  it("survives a configuration that can't be read, that names no folder, or another database", async () => {
    project = createProject(files);
    watch = startWatch();
    await watch.shows(/Watching/);
    project.write("dbfirst.config.ts", "export default {\n  sources: [\n");
    expect(await watch.shows(/hint:/)).toMatch(/dbfirst\.config\.ts:\d+:\d+: Unexpected token/);
    project.write("dbfirst.config.ts", config("ignores: []"));
    expect(await watch.shows(/ignores.*\n/)).toContain("dbfirst.config.ts has a mistake");
    project.write(
      "dbfirst.config.ts",
      config().replace(`"sql"`, `"sql"`).replace('directory: "sql"', 'directory: "later"'),
    );
    expect(await watch.shows(/hint:/)).toContain("The folder later/ of source");
    project.write(
      "later/1.sql",
      "create table team (id integer primary key);\ncreate table later (id integer);\n",
    );
    expect(await watch.shows(agree)).toContain("+ later.ts");
    project.write(
      "drizzle.config.ts",
      files["drizzle.config.ts"].replace(
        "};",
        `, dbCredentials: { url: "postgres://localhost/x" } };`,
      ),
    );
    expect(await watch.shows(/hint:/)).toContain("The configuration names another database now");
    project.write("drizzle.config.ts", files["drizzle.config.ts"]);
    await watch.shows(/Nothing to change/);
    project.remove("dbfirst.config.ts");
    expect(await watch.shows(/hint:/)).toContain("app/1.sql was applied, but its file is gone");
    project.write("dbfirst.config.ts", config());
    project.remove("later");
    expect(await watch.shows(agree)).toContain("- later.ts");
  });

  it("says at once that a generated file was edited by hand, and when it is as it was", async () => {
    project = createProject(files);
    watch = startWatch();
    await watch.shows(/Watching/);
    const written = project.read("schema/team.ts");
    project.write("schema/team.ts", written.replace("integer()", "integer().notNull()"));
    expect(await watch.shows(/hint:/)).toContain("team.ts was edited by hand");
    project.write("schema/team.ts", written);
    await watch.shows(/Nothing to change/);
  });

  it("begins with an error, too, and is mended by a save", async () => {
    project = createProject({ ...files, "sql/1.sql": "create tabel team ();\n" });
    watch = startWatch();
    expect(await watch.shows(/Watching/)).toContain(
      'sql/1.sql:1:8: syntax error at or near "tabel"',
    );
    project.write("sql/1.sql", files["sql/1.sql"]);
    expect(await watch.shows(agree)).toContain("+ team.ts");
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends at once on %s, also in the middle of a statement",
    async (signal) => {
      project = createProject(files);
      watch = startWatch();
      await watch.shows(/Watching/);
      project.write("sql/2.sql", "select pg_sleep(60);\n");
      await untilSleeping();
      const sent = performance.now();
      watch.process.kill(signal);
      const { code, shown } = asResult(await watch.process);
      expect(performance.now() - sent).toBeLessThan(10_000);
      expect(code, shown).toBe(0);
      expect(shown).not.toMatch(/^\s+at /m);
      expect(embeddedStatus({ projectDir: project.path })).toEqual({ running: false });
    },
  );

  it("leaves a server alone that `up` keeps running, and never makes another database anew", async () => {
    project = createProject(files);
    expect((await project.run(["up"])).code).toBe(0);
    watch = startWatch();
    await watch.shows(/Watching/);
    await watch.end();
    expect(embeddedStatus({ projectDir: project.path })).toMatchObject({ running: true });
    const database = await createTestDatabase();
    try {
      watch = startWatch({ DATABASE_URL: database.url });
      await watch.shows(/Watching/);
      project.write("sql/1.sql", "create table team (id bigint primary key);\n");
      const refused = await watch.shows(/hint:/);
      expect(refused).toContain("sql/1.sql was changed after it was applied");
      expect(refused).not.toContain("made anew");
      await watch.end();
    } finally {
      await database.drop();
    }
  });
});

it("refuses databases elsewhere, and reports", async () => {
  project = createProject(files);
  const remote = await project.run([
    "sync",
    "--watch",
    "--url",
    "postgres://me:pass-word@db.example.com/app",
  ]);
  expect(remote.code).toBe(2);
  expect(remote.stderr).toContain('"app" is on db.example.com, not on this machine');
  for (const option of [
    ["--format", "json"],
    ["--output", "x.json"],
  ]) {
    const { code, stderr } = await project.run(["sync", "--watch", ...option]);
    expect(code).toBe(2);
    expect(stderr).toContain("--watch prints text only");
  }
});

/** A watch that runs, with what it has printed. */
interface Watch {
  process: ReturnType<ProjectFolder["start"]>;
  /** Waits for one of the texts; gives what was printed since the last time. */
  shows: (...patterns: readonly RegExp[]) => Promise<string>;
  /** What was printed since then. */
  since: () => string;
  /** Waits until it has nothing more to do. */
  rests: () => Promise<void>;
  /** Ctrl-C, unless it has ended. */
  end: () => Promise<void>;
}

function startWatch(env: Record<string, string> = {}): Watch {
  const process = project.start(["sync", "--watch"], env, 600_000);
  let text = "";
  let seen = 0;
  for (const stream of [process.stdout, process.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const since = () => text.slice(seen);
  return {
    process,
    since,
    shows: async (...patterns) => {
      const end = performance.now() + 100_000;
      while (!patterns.some((pattern) => pattern.test(since()))) {
        if (performance.now() > end || process.exitCode !== null)
          throw new Error(`It didn't print ${patterns.join(" or ")}, but:\n${text}`);
        await delay(50);
      }
      const shown = since();
      seen = text.length;
      return shown;
    },
    rests: async () => {
      for (let before = -1; before !== text.length; await delay(2000)) before = text.length;
    },
    end: async () => {
      process.kill("SIGINT");
      await process;
    },
  };
}

function ownFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(project.files()).filter(([file]) => !file.startsWith(".git/")),
  );
}

async function sql(statement: string): Promise<string> {
  const { code, stdout, shown } = await project.run(["psql", "-At", "-c", statement]);
  if (code !== 0) throw new Error(shown);
  return stdout;
}

async function untilSleeping(): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    const found = await sql(
      "select count(*) from pg_stat_activity where query like 'select pg_sleep%'",
    );
    if (found === "1") return;
  }
  throw new Error("no statement sleeps");
}

function git(...args: string[]) {
  const settings = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
  return execa("git", [...settings, ...args], { cwd: project.path });
}
