import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// What a user says about the pulled TypeScript, through the command line.
describe("pull", { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let project: ProjectFolder;
  const run = (...args: string[]) => project.run(args, { DATABASE_URL: database.url });
  const config = (text: string) =>
    project.write("dbfirst.config.ts", `export default { ${text} };\n`);
  const schema = (folder = "src/database/schemas") =>
    Object.keys(project.files()).filter((file) => file.startsWith(`${folder}/`));

  const ignore = `ignore: [{ object: "theirs.*", reason: "of another team" },
    { object: "app.tmp_*", kind: "table", reason: "of the nightly import" }]`;

  beforeAll(async () => {
    database = await createTestDatabase();
    await runOn(
      database.settings,
      `CREATE SCHEMA app; CREATE SCHEMA theirs;
       CREATE TABLE theirs.ledger (id int PRIMARY KEY); CREATE VIEW theirs.total AS SELECT count(*) FROM theirs.ledger;
       CREATE TABLE app.team (id int PRIMARY KEY, slug text NOT NULL, entry int REFERENCES theirs.ledger);
       CREATE TABLE app.member (id int PRIMARY KEY, team int NOT NULL REFERENCES app.team);
       CREATE VIEW app.entries AS SELECT id FROM theirs.ledger;
       CREATE TABLE app.tmp_load (id int);`,
    );
    project = createProject({
      "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./src/database/schemas/index.ts" };`,
      "src/slug.ts": `export type Slug = string & { readonly slug: true };\n`,
      "src/database/schemas/mine.ts": "export const mine = 1;\n",
    });
  });
  afterAll(async () => {
    await project.dispose();
    await database.drop();
  });

  it("shows with --dry-run what it would write, and writes nothing", async () => {
    const before = project.files();
    const { code, stdout } = await run("pull", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain("--- /dev/null\n+++ b/src/database/schemas/team.ts\n@@ -0,0 +1,");
    expect(stdout).toContain("A pull would change 9 files in src/database/schemas/: 9 new.");
    expect(project.files()).toEqual(before);
  });

  it("names the tables that are new, and nothing the second time", async () => {
    const first = await run("pull");
    expect(first.code, first.shown).toBe(0);
    expect(first.stdout).toContain(
      "new: app.entries, app.member, app.team, app.tmp_load, theirs.ledger, theirs.total",
    );
    const again = await run("pull", "--dry-run");
    expect(again.stdout).toContain("Nothing would change in src/database/schemas/");
  });

  it("keeps ignored tables out, and tells of the keys to them", async () => {
    config(ignore);
    const { code, stdout, shown } = await run("pull");
    expect(code, shown).toBe(0);
    expect(stdout).toContain("- ledger.ts");
    expect(stdout).toContain("foreign key to a table that isn't pulled");
    expect(stdout).toContain("Proved");
    expect(project.read("src/database/schemas/team.ts")).toContain(
      "//   foreign key to a table that isn't pulled: team_entry_fkey on app.team\n",
    );
    expect(project.read("src/database/schemas/team.ts")).not.toContain("foreignKey(");
    expect(schema().join()).not.toMatch(/ledger|total|tmp/);
    expect((await run("check-drift")).code).toBe(0);
    const push = await run("push", "--", "--explain");
    expect(push.shown).toContain('ALTER TABLE "app"."team" DROP CONSTRAINT "team_entry_fkey"');
    expect(push.shown).not.toMatch(/DROP (?:TABLE|VIEW|SCHEMA)|CREATE /);
  });

  it("notices that an override changed, in a check and in a pull", async () => {
    config(`pull: { overrides: { columns: { "app.team.slug": { type: { name: "Slug", from: "./src/slug.ts" } } } } },
      ${ignore}`);
    const checked = await run("check-drift");
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain('pull.overrides.columns["app.team.slug"]');
    const pulled = await run("pull", "--dry-run");
    expect(pulled.stdout).toContain('+import type { Slug } from "../../slug.js";');
    expect((await run("pull")).code).toBe(0);
    expect(project.read("src/database/schemas/team.ts")).toContain(".$type<Slug>()");
    expect((await run("check-drift")).code).toBe(0);
  });

  it("tells names that aren't there, with what is", async () => {
    const before = project.files();
    config(`pull: { overrides: { columns: { "app.team.slugg": { mode: "date" } }, types: {
      text: { type: { name: "Text", from: "./src/nowhere.ts" } } } } }`);
    const missing = await run("pull");
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain("there is no file ./src/nowhere.ts in the project's folder");
    config(`pull: { overrides: { columns: { "app.team.slugg": { mode: "date" } } } }`);
    const wrong = await run("pull");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(
      'pull.overrides.columns["app.team.slugg"]: there is no column "app.team.slugg"; did you mean "app.team.slug"?',
    );
    project.write("dbfirst.config.ts", before["dbfirst.config.ts"] ?? "");
    expect(project.files()).toEqual(before);
  });

  it("doesn't overwrite an edit by hand, shows it, and says where it belongs", async () => {
    const file = "src/database/schemas/member.ts";
    const written = project.read(file);
    const path = join(project.path, file);
    writeFileSync(path, written.replace("team: integer()", "team: integer().$type<5>()"));
    const preview = await run("pull", "--dry-run");
    expect(preview.code).toBe(0);
    expect(preview.stdout).toContain("member.ts was edited by hand: without --force");
    const refused = await run("pull");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/member\.ts was edited by hand since the last pull\./);
    expect(refused.stderr).toContain("-    team: integer().$type<5>()");
    expect(refused.stderr).toContain('pull.overrides.columns["schema.table.column"].type');
    const forced = await run("pull", "--force");
    expect(forced.code, forced.shown).toBe(0);
    expect(project.read(file)).toBe(written);
  });

  it("takes a formatter's work for what it is", async () => {
    const file = "src/database/schemas/member.ts";
    const formatted = project
      .read(file)
      .replaceAll('"', "'")
      .replaceAll(";", "")
      .replaceAll("  ", "\t");
    project.write(file, formatted);
    expect((await run("check-drift")).code).toBe(0);
    const pulled = await run("pull");
    expect(pulled.stdout).toContain("no file changed");
    expect(project.read(file)).toBe(formatted);
  });

  it("moves its own files with the layout and the folder, and no others", async () => {
    config(`pull: { layout: "single" }, ${ignore}`);
    const single = await run("pull");
    expect(single.code, single.shown).toBe(0);
    expect(schema()).toEqual(
      ["index", "mine", "relations", "schema"].map((name) => `src/database/schemas/${name}.ts`),
    );
    config(`pull: { layout: "schema" }, ${ignore}`);
    project.write(
      "drizzle.config.ts",
      `export default { dialect: "postgresql", schema: "./db/index.ts" };`,
    );
    const moved = await run("pull");
    expect(moved.code, moved.shown).toBe(0);
    expect(schema("db")).toEqual(
      ["app", "index", "relations", "shared"].map((name) => `db/${name}.ts`),
    );
    expect(schema()).toEqual(["src/database/schemas/mine.ts"]);
    expect((await run("check-drift")).code).toBe(0);
  });

  it("gives the dry run as JSON", async () => {
    await runOn(database.settings, "ALTER TABLE app.team ADD note text; DROP TABLE app.member");
    const { code, stdout } = await run("pull", "--dry-run", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      dryRun: true,
      snapshot: "changed",
      tables: { added: [], changed: ["app.team"], removed: ["app.member"] },
      files: { changed: ["app.ts", "relations.ts"], added: [], removed: [] },
      edited: [],
      diffs: [
        {
          path: "db/app.ts",
          change: "changed",
          diff: expect.stringContaining("+  note: text(),"),
        },
        { path: "db/relations.ts", change: "changed" },
      ],
    });
  });

  it("takes an enum of a schema that isn't pulled, and no key to its tables", async () => {
    await runOn(
      database.settings,
      "CREATE TYPE theirs.kind AS ENUM ('a'); ALTER TABLE app.team ADD kind theirs.kind, ADD kinds theirs.kind[]",
    );
    config(`schemas: ["app"]`);
    // A view of that schema's reads what isn't there.
    await runOn(database.settings, "DROP VIEW app.entries");
    const { code, stdout, shown } = await run("pull");
    expect(code, shown).toBe(0);
    expect(stdout).toContain("Proved");
    expect(stdout).toContain("app.team: foreign key to a table that isn't pulled");
    const [, shared] =
      Object.entries(project.files()).find(([path]) => path.endsWith("/shared.ts")) ?? [];
    expect(shared).toContain('export const kindInTheirs = theirs.enum("kind", ["a"]);');
  });
});
