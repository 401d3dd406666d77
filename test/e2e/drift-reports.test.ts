import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { readXml } from "../report/drift/xml.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// The reports of check-drift as files and on standard output, through the built command line.
describe("reports of check-drift", { timeout: 120_000 }, () => {
  let project: ProjectFolder;
  let database: TestDatabase;
  const password = "hunter2hunter2";

  beforeAll(async () => {
    project = createProject("example");
    database = await createTestDatabase();
    const { code, shown } = await project.run(["apply", "--url", database.url]);
    if (code !== 0) throw new Error(shown);
    await runOn(
      database.settings,
      `alter table public.issue alter column title type varchar(200);
       comment on table public.label is 'see postgres://me:${password}@db.example/x';`,
    );
  }, 120_000);
  afterAll(async () => {
    await project.dispose();
    await database.drop();
  });

  const check = (args: readonly string[], env: Record<string, string> = {}) =>
    project.run(["check-drift", "--url", database.url, "--quick", ...args], env);
  const read = (file: string) => readFileSync(join(project.path, file), "utf8");

  it("go to several files in one run, each in the format of its name, and to standard output", async () => {
    const files = ["drift.txt", "drift.json", "drift.md", "drift.sarif", "drift.xml", "drift.html"];
    const outputs = files.flatMap((file) => ["--output", `reports/today/${file}`]);
    const { code, stdout, shown } = await check([
      "--format",
      "github",
      ...outputs,
      "--output",
      "github=annotations",
    ]);
    expect(code, shown).toBe(1);
    expect(stdout).toMatch(/^::error file=src\/database\/schemas\/issue\.ts,line=\d+,/);
    expect(read("annotations").trimEnd()).toBe(stdout);
    expect(readdirSync(join(project.path, "reports/today")).toSorted()).toEqual(files.toSorted());
    const all = Object.fromEntries(files.map((file) => [file, read(`reports/today/${file}`)]));
    expect(all["drift.txt"]).toMatch(/^✗ Drift: 2 differences/);
    expect(JSON.parse(all["drift.json"]!)).toMatchObject({ verdict: "drift" });
    expect(all["drift.md"]).toMatch(/^<!-- dbfirst check-drift -->\n### ❌/);
    expect(JSON.parse(all["drift.sarif"]!)).toMatchObject({ version: "2.1.0" });
    expect(readXml(all["drift.xml"]!).attributes).toMatchObject({ failures: "2" });
    expect(all["drift.html"]).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    for (const text of [...Object.values(all), shown]) expect(text).not.toContain(password);
    for (const file of files) expect(shown).toContain(`Written: reports/today/${file}`);
  });

  it("name lines of the repository that the project is a part of", async () => {
    const { stdout } = await check(["--format", "github"], {
      GITHUB_WORKSPACE: dirname(project.path),
    });
    expect(stdout).toMatch(
      new RegExp(`^::error file=${basename(project.path)}/src/database/schemas/issue\\.ts,line=`),
    );
    const [, line] = /line=(\d+)/.exec(stdout)!;
    expect(read("src/database/schemas/issue.ts").split("\n")[Number(line) - 1]).toContain("title:");
  });

  it("name lines of a repository that is checked out below a job's workspace", async () => {
    const git = join(project.path, ".git");
    mkdirSync(git);
    try {
      const workspace = { GITHUB_WORKSPACE: dirname(project.path) };
      const { stdout } = await check(["--format", "github"], workspace);
      expect(stdout).toMatch(/^::error file=src\/database\/schemas\/issue\.ts,line=/);
    } finally {
      rmdirSync(git);
    }
  });

  it("replace an older file as a whole, and leave nothing else behind", async () => {
    project.write("out/drift.json", "old ".repeat(100_000));
    expect((await check(["--output", "out/drift.json"])).code).toBe(1);
    expect(JSON.parse(read("out/drift.json"))).toMatchObject({ verdict: "drift" });
    expect(readdirSync(join(project.path, "out"))).toEqual(["drift.json"]);
  });

  it("that can't be written are an error that names them, after the report was printed", async () => {
    project.write("file", "");
    const { code, stdout, stderr } = await check(["--output", "file/drift.json"]);
    expect(code).toBe(2);
    expect(stdout).toContain("✗ Drift: 2 differences");
    expect(stderr).toMatch(/^error: --output: file\/drift\.json can't be written: /m);
  });

  it("name what rules leave out when asked to, and warn of a rule that matches nothing, in every format", async () => {
    project.write(
      "dbfirst.config.ts",
      `export default { ignore: [
        { object: "public.label", reason: "colours of the import" },
        { kind: "table", object: "public.gone", reason: "dropped in spring" },
      ] };`,
    );
    const outputs = ["txt", "json", "md", "sarif", "xml", "html"].map(
      (end) => `ignored/drift.${end}`,
    );
    const args = [...outputs, "github=ignored/drift.log"].flatMap((file) => ["--output", file]);
    const { code, stdout } = await check([...args, "--show-ignored"]);
    const plain = await check(["--format", "json"]);
    project.remove("dbfirst.config.ts");
    expect(code).toBe(1);
    expect(stdout).toContain("objects ignored: colours of the import (public.label)");
    expect(stdout).toContain("table public.label");
    for (const file of [...outputs, "ignored/drift.log"])
      expect(read(file)).toContain("public.gone");
    const { ignored } = JSON.parse(plain.stdout) as { ignored: unknown[] };
    expect(ignored).toMatchObject([
      { object: "public.label", objects: null },
      { object: "public.gone", count: 0, objects: null },
    ]);
  });

  it("put a migration that was edited after it was applied on its file", async () => {
    const file = "better-auth_migrations/2026-02-03T09-42-07.318Z.sql";
    const before = project.read(file);
    project.write(file, `${before}-- later\n`);
    const { stdout } = await check(["--format", "github"]);
    project.write(file, before);
    expect(stdout).toContain(
      `::error file=${file},line=1,title=better-auth%3A 2026-02-03T09-42-07.318Z.sql::edited after it was applied`,
    );
  });

  it("with a name that tells no format are refused before anything runs", async () => {
    const { code, shown } = await check(["--output", "drift.pdf"]);
    expect(code).toBe(2);
    expect(shown).toContain('found "drift.pdf"');
    expect(shown).not.toContain("Database:");
    expect(existsSync(join(project.path, "drift.pdf"))).toBe(false);
  });

  it.each([
    [{}, false],
    [{ FORCE_COLOR: "1" }, true],
    [{ FORCE_COLOR: "0" }, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ] as const)("are coloured for a terminal, not for a file: %j", async (env, isColored) => {
    const { stdout } = await check(["--output", "drift.txt"], env);
    expect(stdout.includes("\u001B[31m")).toBe(isColored);
    expect(read("drift.txt")).not.toContain("\u001B");
  });

  it("that can't be made because of an error tell it as an annotation, where that is the format", async () => {
    const { code, stdout, stderr } = await project.run([
      "check-drift",
      "--url",
      "postgres://nobody@127.0.0.1:1/none",
      "--format",
      "github",
    ]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^::error title=dbfirst::[^\n]+$/);
    expect(stderr).toContain("error:");
  });
});
