import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pull } from "../../src/workflow.ts";
import { createTestDatabase, runOn } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";
import { pullBothWays, pulledProject, quietRun } from "./incremental.ts";

const schema = `
CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('on', 'off');
CREATE TABLE app.team (id bigint PRIMARY KEY, name text NOT NULL, settings jsonb, born timestamptz DEFAULT now());
CREATE TABLE app.member (id int PRIMARY KEY, team_id bigint REFERENCES app.team, state app.state, joined timestamptz);
CREATE TABLE app.note (id int PRIMARY KEY, body text);
CREATE TABLE app.audit (id int PRIMARY KEY, team_id bigint REFERENCES app.team);
CREATE TABLE app.tag (id int PRIMARY KEY, name varchar(20));
CREATE TABLE app.a (id int); CREATE TABLE app.b (id int); CREATE TABLE app.c (id int); CREATE TABLE app.d (id int);
CREATE VIEW app.busy AS SELECT id, joined FROM app.member;
`;
const config = `export default { dialect: "postgresql", schema: "./schemas/index.ts", out: "./drizzle" };`;
const overrides = `{
  columns: {
    "app.team.settings": { type: "{ theme: string }" },
    "app.team.id": { mode: "bigint" },
    "app.member.joined": { mode: "string", name: "since" },
    "app.busy.joined": { mode: "string" },
  },
  types: { timestamptz: { mode: "string" } },
  tables: { "app.note": { name: "remark", file: "remarks" } },
}`;

async function configured(settings: string) {
  const database = await createTestDatabase();
  await runOn(database.settings, schema);
  const folder = await projectFolder({
    "package.json": `{ "type": "module" }`,
    "drizzle.config.ts": config,
    "dbfirst.config.ts": `export default ${settings};`,
  });
  return { database, project: await pulledProject(folder, database.settings) };
}

test.each([
  ["overrides", `{ pull: { overrides: ${overrides} } }`],
  ["ignored tables", `{ ignore: [{ object: "app.audit", reason: "somebody else's" }] }`],
])(
  "with %s, only what changed is pulled, and the files are those of a full pull",
  async (_, settings) => {
    const { database, project } = await configured(settings);
    for (const change of [
      "ALTER TABLE app.tag ADD COLUMN color text",
      "ALTER TABLE app.note RENAME COLUMN body TO content",
      "ALTER TABLE app.member ALTER COLUMN joined SET NOT NULL",
    ]) {
      await runOn(database.settings, change);
      const { whole, changed, asked } = await pullBothWays(project, database.settings);
      expect(changed).toEqual(whole);
      expect(asked).toBeLessThan(8);
    }
    await database.drop();
  },
  120_000,
);

test("where a column is ignored, the snapshot doesn't say what the files were made of", async () => {
  const { database, project } = await configured(
    `{ ignore: [{ object: "app.tag.name", reason: "somebody else's" }] }`,
  );
  const target = { settings: database.settings, origin: "--url" } as const;
  expect((await pull(project, target, quietRun)).changes.snapshot).toBe("unchanged");
  await runOn(database.settings, "ALTER TABLE app.tag ALTER COLUMN name TYPE varchar(40)");
  const { changes } = await pull(project, target, quietRun);
  expect(changes.changed).toEqual(["tag.ts"]);
  await database.drop();
}, 300_000);

test("what was written without a proof is proved with the next change", async () => {
  const { database, project } = await configured("{}");
  const target = { settings: database.settings, origin: "--url" } as const;
  const snapshot = () => readFileSync(join(project.directory, "drizzle/catalog.json"), "utf8");
  expect(snapshot()).toContain('"unproved": true');
  const first = await pull(project, target, { ...quietRun, prove: true });
  expect(first.changes.snapshot).toBe("changed");
  expect(snapshot()).not.toContain("unproved");
  await runOn(database.settings, "ALTER TABLE app.tag ADD COLUMN color text");
  const second = await pull(project, target, { ...quietRun, prove: true });
  const statements = [first, second].map(
    ({ proof }) => proof.state === "proved" && proof.statements,
  );
  // A part is less than all of it.
  expect(statements[1]).toBeLessThan(Number(statements[0]));
  expect(await pull(project, target, { ...quietRun, prove: true })).toMatchObject({
    proof: { state: "unchanged" },
    changes: { snapshot: "unchanged", changed: [] },
  });
  await database.drop();
}, 300_000);

test("a pull that takes too long is told so, and nothing is written", async () => {
  const { database, project } = await configured("{}");
  const target = { settings: database.settings, origin: "--url" } as const;
  await runOn(database.settings, "CREATE TABLE app.late (id int PRIMARY KEY)");
  const late = pull(project, target, { ...quietRun, patience: 0.001 });
  await expect(late).rejects.toMatchObject({ name: "PullError", code: "KIT_TIMEOUT" });
  expect(await pull(project, target, quietRun)).toMatchObject({ changes: { added: ["late.ts"] } });
  await database.drop();
}, 300_000);

test("of the table that all others refer to, a column more is one file; another key is all of them", async () => {
  const { database, project } = await configured("{}");
  const others = ["note", "tag", "a", "b", "c", "d"];
  const refer = others.map(
    (name) => `ALTER TABLE app.${name} ADD COLUMN team_id bigint REFERENCES app.team;`,
  );
  await runOn(database.settings, refer.join("\n"));
  await pull(project, { settings: database.settings, origin: "--url" }, quietRun);
  const askedAfter = async (change: string) => {
    await runOn(database.settings, change);
    const { whole, changed, asked } = await pullBothWays(project, database.settings);
    expect(changed).toEqual(whole);
    return asked;
  };
  expect(await askedAfter("ALTER TABLE app.team ADD COLUMN motto text")).toBe(1);
  expect(await askedAfter("CREATE INDEX ON app.team (name)")).toBe(1);
  expect(await askedAfter("ALTER TABLE app.team ADD UNIQUE (name)")).toBeUndefined();
  await database.drop();
}, 300_000);
