import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import { loadProject } from "../../src/config/load.ts";
import type { FileTree } from "../../src/pull/files/file-tree.ts";
import { locateDrizzleKit } from "../../src/pull/kit/locate.ts";
import { pullSchema } from "../../src/pull/pull-schema.ts";
import { ormLines } from "../../src/pull/render/lines/choose-line.ts";
import { render } from "../../src/pull/render/render.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { pull } from "../../src/workflow.ts";
import { createTestDatabase, runOn } from "../support/database.ts";
import { drizzle0Folder } from "../support/drizzle-0-folder.ts";
import { projectFolder } from "../support/project-folder.ts";
import { quietRun } from "./incremental.ts";
import { loadFixture, renderOptions } from "./pull-fixture.ts";

// pull.engine "project", where the project's drizzle-kit is 0.31.

/** What keeps drizzle-kit 0.31's own pull from being used: the catalog mends it. */
const misread = `
  CREATE SCHEMA app;
  CREATE EXTENSION pg_trgm;
  CREATE TYPE app.mood AS ENUM ('sad', 'it''s ok');
  CREATE DOMAIN app.email AS text CHECK (VALUE ~ '@');
  CREATE TABLE app.place (country text, zip text, label text DEFAULT '', PRIMARY KEY (zip, country));
  CREATE TABLE app.person (
    id bigint GENERATED ALWAYS AS IDENTITY (START 100) PRIMARY KEY,
    mail app.email NOT NULL UNIQUE,
    moods app.mood[] NOT NULL DEFAULT '{}',
    born timestamp(0),
    weight numeric(5, 2) DEFAULT 1.50 CHECK (weight > 0 OR weight IS NULL),
    settings jsonb DEFAULT '{"it''s": [1]}',
    photo bytea,
    country text, zip text,
    tenant uuid DEFAULT (current_setting('app.tenant', true))::uuid,
    words tsvector GENERATED ALWAYS AS (to_tsvector('simple', mail::text)) STORED,
    CONSTRAINT person_place FOREIGN KEY (country, zip) REFERENCES app.place (country, zip) ON DELETE SET NULL
  );
  CREATE INDEX person_mail ON app.person USING gin ((mail::text) gin_trgm_ops);
  CREATE INDEX person_zip ON app.person (zip text_pattern_ops DESC NULLS LAST, lower(country));
  ALTER TABLE app.person ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON app.person FOR UPDATE USING (mail = CURRENT_USER) WITH CHECK (zip IS NOT NULL);
  CREATE VIEW app.grown WITH (security_barrier) AS SELECT id, mail, moods, born FROM app.person WHERE weight > 3;
`;

async function onDatabase<T>(
  sql: string,
  work: (settings: ConnectionSettings) => Promise<T>,
): Promise<T> {
  const database = await createTestDatabase();
  try {
    await runOn(database.settings, sql);
    return await work(database.settings);
  } finally {
    await database.drop();
  }
}

/** What both drizzle-kits make of a database, without the line that names them. */
async function filesOfBoth(
  settings: ConnectionSettings,
): Promise<[old: FileTree, pinned: FileTree]> {
  const catalog = await readCatalog(settings);
  const drizzleKit = await locateDrizzleKit(join(drizzle0Folder, "package.json"));
  const filesOf = async (engine: typeof drizzleKit | undefined) => {
    const options = { settings, catalog, leftOut: [], env: process.env, timeoutSeconds: 600 };
    const pulled = await pullSchema({ ...options, drizzleKit: engine });
    const tree = render(pulled, { ...renderOptions, line: ormLines["0.45"] });
    return new Map([...tree].map(([path, text]) => [path, text.replace(/^.*\n/, "")]));
  };
  return [await filesOf(drizzleKit), await filesOf(undefined)];
}

test.each(["relations", "custom-type-name", "view-definition"])(
  "drizzle-kit 0.31 gives the same files for %s as the one that dbfirst brings",
  async (name) => {
    const database = await loadFixture(name);
    try {
      const [old, pinned] = await filesOfBoth(database.settings);
      expect(old.size).toBeGreaterThan(1);
      expect(old).toEqual(pinned);
    } finally {
      await database.drop();
    }
  },
);

async function projectOnOldKit() {
  const directory = await projectFolder({
    "package.json": '{ "type": "module" }\n',
    "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./schemas/index.ts", out: "./drizzle" };`,
    "dbfirst.config.ts": `export default { pull: { engine: "project" } };`,
  });
  await symlink(join(drizzle0Folder, "node_modules"), join(directory, "node_modules"));
  return loadProject({ directory, configFile: undefined });
}

test("what it misreads is mended by the catalog, and proved", async () => {
  await onDatabase(misread, async (settings) => {
    const [old, pinned] = await filesOfBoth(settings);
    expect(old).toEqual(pinned);
    const project = await projectOnOldKit();
    const warnings: string[] = [];
    const run = { ...quietRun, prove: true, warn: (text: string) => void warnings.push(text) };
    const { proof, drizzleOrm } = await pull(project, { settings, origin: "--url" }, run);
    expect(drizzleOrm.line).toBe("0.45");
    expect(proof.state).toBe("proved");
    // It is one that this is tested with.
    expect(warnings).toEqual([]);
  });
}, 120_000);

test("what it doesn't see is refused by name", async () => {
  const sql = `CREATE TABLE plain (id int);
    CREATE TABLE visit (at date NOT NULL) PARTITION BY RANGE (at);
    CREATE TABLE visit_2026 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`;
  await onDatabase(sql, async (settings) => {
    const project = await projectOnOldKit();
    await expect(pull(project, { settings, origin: "--url" }, quietRun)).rejects.toMatchObject({
      code: "ENGINE_UNFIT",
      message: expect.stringMatching(
        /can't be pulled with:\n  public\.visit: it doesn't see partitioned tables\n  public\.visit_2026: .*$/,
      ) as unknown,
    });
  });
}, 120_000);
