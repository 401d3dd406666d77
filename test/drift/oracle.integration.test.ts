import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { cleanUp } from "./change-suite.ts";
import { judge } from "./oracle/judge.ts";
import { randomChanges, readOriginal, tryChange } from "./oracle/trial.ts";
import { dumped, extracted } from "./oracle/witnesses.ts";
import { loadSchema, schemaFiles } from "./schema-files.ts";

// A short run of scripts/drift-oracle.ts, on the project's own schemas and on one that has some of everything. Debian's pg_dump
// reads PostgreSQL 15.
const witnesses = { pg_dump: dumped, "pg-delta": extracted };
let shadow: Shadow;
let admin: Sql;

beforeAll(async () => {
  const options = { projectDir: process.cwd(), searchFolders: [majorsFolder], loopback: true };
  shadow = await createShadow({ ...options, major: 15 });
  admin = await connect(shadow.settings);
});
afterAll(async () => {
  await admin.end();
  await shadow.dispose();
});

const everything = {
  name: "everything",
  path: fileURLToPath(new URL("oracle/everything.sql", import.meta.url)),
};

describe.each([...schemaFiles(), everything])("random changes to $name", (file) => {
  it("are drift where pg_dump or pg-delta sees them, and nowhere else", async () => {
    const settings = await shadow.createDatabase();
    expect(await loadSchema(settings, file)).toBeUndefined();
    const original = await readOriginal(settings, witnesses);
    const changes = randomChanges(original.targets, { count: 25, seed: 20_261_121 });
    const trials = [];
    for (const sql of changes) {
      const copy = { ...settings, database: "oracle_copy" };
      await admin.unsafe(`CREATE DATABASE oracle_copy TEMPLATE "${settings.database}"`);
      try {
        trials.push(await tryChange(original, sql, copy, witnesses));
      } finally {
        await cleanUp(copy);
        await admin.unsafe("DROP DATABASE oracle_copy WITH (FORCE)");
      }
    }
    const made = trials.filter(({ refused }) => refused === undefined);
    expect(made.length).toBeGreaterThan(12);
    expect(made.filter(({ findings }) => findings.length > 0).length).toBeGreaterThan(8);
    expect(trials.map(judge).filter((disagreement) => disagreement !== undefined)).toEqual([]);
  });
});
