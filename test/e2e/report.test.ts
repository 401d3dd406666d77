import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { textOf } from "../report/schema-page/elements.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// The schema as one page, through the built command line, with no database anywhere.
describe("report --html", { timeout: 120_000 }, () => {
  let project: ProjectFolder;

  beforeAll(() => {
    project = createProject("example");
  });
  afterAll(() => project.dispose());

  it("writes one page of the committed schema, and which migration made what", async () => {
    const { code, stdout, shown } = await project.run(["report", "--html"]);
    expect(code, shown).toBe(0);
    expect(stdout).toBe("Written: schema.html");
    const text = textOf(project.read("schema.html"));
    expect(text).toContain("public.issue table");
    expect(text).toMatch(/member_audit\s+CREATE TRIGGER member_audit AFTER INSERT/);
    expect(text).toMatch(/event_of_own_organization\s+for select to workspace_reader/);
    expect(text).toMatch(/Only in SQL\s+trigger member_audit on public\.member/);
    expect(text).toMatch(/drizzle\/\d+\w*\/migration\.sql\s+made/);
    expect(text).toMatch(/better-auth_migrations\/[\w.-]+\.sql\s+made/);
  });

  it("writes the same bytes each time, wherever it is told to", async () => {
    await project.run(["report", "--html", "--output", "again.html"]);
    expect(project.read("again.html")).toBe(project.read("schema.html"));
    // There is no other format to choose.
    await project.run(["report", "again too.html"]);
    expect(project.read("again too.html")).toBe(project.read("schema.html"));
    await project.run(["report", "--html", "docs/a page.html", "--no-history"]);
    await project.run(["report", "--html", "docs/a page again.html", "--no-history"]);
    expect(project.read("docs/a page again.html")).toBe(project.read("docs/a page.html"));
  });

  it("looks at several migrations together where there is no time for each", async () => {
    const { code, stderr } = await project.run([
      "report",
      "--html",
      "hasty.html",
      "--patience",
      "0",
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain(
      "warning: There are so many migrations that some were looked at together.",
    );
    const text = textOf(project.read("hasty.html"));
    expect(text).toMatch(/\S+\.sql … drizzle\/\S+\s+made/);
  });

  it("reads nothing but the snapshot, if told so", async () => {
    const other = createProject({ "drizzle/catalog.json": project.read("drizzle/catalog.json") });
    const { code, shown } = await other.run(["report", "--html", "--no-history", "--title", "<b>"]);
    expect(code, shown).toBe(0);
    const page = other.read("schema.html");
    expect(page).toContain("<title>&#60;b&#62;: schema</title>");
    expect(textOf(page)).toContain("Which migration made what wasn’t looked up.");
    expect(Object.keys(other.files())).not.toContain(".dbfirst");
    await other.dispose();
  });

  it("is written also where the migrations can't be replayed, and says so", async () => {
    const other = createProject({
      "drizzle/catalog.json": project.read("drizzle/catalog.json"),
      "better-auth_migrations/1.sql": "create table t (id no_such_type);",
    });
    const { code, stderr } = await other.run(["report", "--html"]);
    expect(code).toBe(0);
    expect(stderr).toContain(
      'warning: Which migration made what isn\'t known: type "no_such_type"',
    );
    expect(textOf(other.read("schema.html"))).toContain("Which migration made what isn’t known");
    await other.dispose();
  });

  it.each([
    [["report", "--html", "a.html", "b.html"], "report writes one file; found a.html and b.html"],
    [["report", "--html", "a.html", "--output", "b.html"], "report writes one file"],
    [
      ["report", "--html", "--no-history", "package.json/page.html"],
      "package.json/page.html can't be written",
    ],
    [["report", "--html", "--no-history", "folder"], "folder can't be written"],
  ])("refuses %j", async (args, message) => {
    mkdirSync(join(project.path, "folder"), { recursive: true });
    const { code, stderr } = await project.run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it("replaces no file by a slip of the hand", async () => {
    const before = project.read("package.json");
    for (const args of [["package.json"], ["--output", "schema.pdf"]]) {
      const { code, stderr } = await project.run(["report", ...args]);
      expect(code).toBe(2);
      expect(stderr).toContain(`report writes a page of HTML; found "${args.at(-1)}"`);
    }
    expect(project.read("package.json")).toBe(before);
  });

  it("says what is wrong with the snapshot, and what writes one", async () => {
    const other = createProject({});
    const missing = await other.run(["report", "--html"]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(
      /There is no drizzle\/catalog\.json to report on[^]*dbfirst pull/,
    );
    other.write("drizzle/catalog.json", '{\n"format": 99\n}\n');
    const newer = await other.run(["report", "--html"]);
    expect(newer.code).toBe(2);
    expect(newer.stderr).toMatch(/drizzle\/catalog\.json:2:1: the file has format 99/);
    await other.dispose();
  });
});
