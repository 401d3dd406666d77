import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runStatements } from "../drift/change-suite.ts";
import { openPlanBench, type PlanBench } from "./plan-of-change.ts";
import { planOnRows } from "./plan-on-rows.ts";

// What people change by hand on databases in use, and whose rows must be there afterwards.
const base = [
  "CREATE SCHEMA app",
  "CREATE TABLE app.kind (id integer PRIMARY KEY)",
  "INSERT INTO app.kind VALUES (1), (2)",
  "CREATE TABLE app.log (at date NOT NULL, level text DEFAULT 'info', kind integer) PARTITION BY RANGE (at)",
  "CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
  "CREATE TABLE app.log_2 PARTITION OF app.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
  "CREATE INDEX log_level_idx ON app.log (level)",
  "CREATE TABLE app.log_3 (at date NOT NULL, level text DEFAULT 'info', kind integer)",
  "INSERT INTO app.log VALUES ('2025-05-01', 'a', 1), ('2026-05-01', 'b', 2)",
  "INSERT INTO app.log_3 VALUES ('2027-05-01', 'c', 1)",
  "CREATE TABLE app.base (id integer NOT NULL, label text DEFAULT 'x')",
  "CREATE TABLE app.child (extra text) INHERITS (app.base)",
  "INSERT INTO app.child VALUES (1, 'a', 'b')",
  "CREATE TYPE app.mood AS ENUM ('low', 'high')",
  "CREATE TABLE app.person (id serial PRIMARY KEY, mood app.mood DEFAULT 'low', kind integer, score numeric(6,2))",
  "ALTER TABLE app.person ADD CONSTRAINT person_kind FOREIGN KEY (kind) REFERENCES app.kind NOT VALID",
  "INSERT INTO app.person (kind) VALUES (1), (2)",
];

describe.each([15, 18])("plans for tables with rows, on PostgreSQL %i", (major) => {
  let bench: PlanBench;

  beforeAll(async () => {
    bench = await openPlanBench(major, (database) => runStatements(database, base));
  });
  afterAll(() => bench.dispose());

  const attach =
    "ALTER TABLE app.log ATTACH PARTITION app.log_3 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')";

  it("attach a table, and take back what it got from its parent", async () => {
    const { keep, revert, wrong } = await planOnRows(bench, [], attach);
    expect(wrong).toEqual([]);
    expect(keep).toEqual([attach]);
    expect(revert).toEqual([
      "ALTER TABLE app.log DETACH PARTITION app.log_3",
      "DROP INDEX app.log_3_level_idx",
    ]);
    const keyed = await planOnRows(
      bench,
      [
        "ALTER TABLE app.log ADD PRIMARY KEY (at), ADD FOREIGN KEY (kind) REFERENCES app.kind, ADD CHECK (kind > 0)",
        "ALTER TABLE app.log_3 ADD CONSTRAINT log_kind_check CHECK (kind > 0)",
      ],
      attach,
    );
    expect(keyed.wrong).toEqual([]);
    expect(keyed.revert.join(";\n")).not.toContain("DROP TABLE");
  });

  it("attach and detach beside other changes", async () => {
    const beside = ["ALTER TABLE app.log ADD COLUMN host text", "CREATE INDEX ON app.log (kind)"];
    for (const change of [
      [attach, ...beside],
      [...beside, "ALTER TABLE app.log_3 ADD COLUMN host text", attach],
      ["ALTER TABLE app.log DETACH PARTITION app.log_2", "DROP INDEX app.log_2_level_idx"],
    ]) {
      const { keep, revert, wrong } = await planOnRows(bench, [], ...change);
      expect(wrong).toEqual([]);
      expect([...keep, ...revert].join(";\n")).not.toContain("DROP TABLE");
    }
  });

  it("leave a parent, and come back to it", async () => {
    const leave = "ALTER TABLE app.child NO INHERIT app.base";
    const { keep, revert, wrong } = await planOnRows(bench, [], leave);
    expect(wrong).toEqual([]);
    expect([keep, revert]).toEqual([[leave], ["ALTER TABLE app.child INHERIT app.base"]]);
  });

  it("give a parent another default than its children", async () => {
    const alone = "ALTER TABLE ONLY app.log ALTER COLUMN level SET DEFAULT 'debug'";
    const { keep, revert, wrong } = await planOnRows(bench, [], alone);
    expect(wrong).toEqual([]);
    expect(keep).toEqual([
      `ALTER TABLE ONLY "app"."log" ALTER COLUMN "level" SET DEFAULT 'debug'::text`,
    ]);
    expect(revert).toEqual([
      `ALTER TABLE "app"."log" ALTER COLUMN "level" SET DEFAULT 'info'::text`,
    ]);
    const child = await planOnRows(
      bench,
      [],
      "ALTER TABLE ONLY app.base ALTER COLUMN label DROP DEFAULT",
    );
    expect(child.wrong).toEqual([]);
  });
  it("number rows on behind those that are there", async () => {
    const { keep, revert, wrong } = await planOnRows(
      bench,
      [],
      "ALTER TABLE app.person ALTER COLUMN id DROP DEFAULT",
      "DROP SEQUENCE app.person_id_seq",
      "ALTER TABLE app.person ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
      "ALTER TABLE app.kind ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
    );
    expect(wrong).toEqual([]);
    const next = (table: string) =>
      `SELECT setval('app.${table}_id_seq', max("id")) FROM "app"."${table}" HAVING max("id") >= 1`;
    expect(keep).toContain(next("kind"));
    expect(keep).toContain(next("person"));
    expect(revert).toContain(next("person"));
  });

  it("use an enum's new label after adding it, and check a key where it is", async () => {
    const { keep, revert, wrong } = await planOnRows(
      bench,
      [],
      "ALTER TYPE app.mood ADD VALUE 'mad'",
      "ALTER TABLE app.person ALTER COLUMN mood SET DEFAULT 'mad'",
      "ALTER TABLE app.person VALIDATE CONSTRAINT person_kind",
    );
    expect(wrong).toEqual([]);
    expect(keep).toContain('ALTER TABLE "app"."person" VALIDATE CONSTRAINT "person_kind"');
    expect(revert.join(";\n")).not.toContain("pgdelta");
  });
  it("leave a partition its NOT NULL, and make a named one", async () => {
    const whole = "ALTER TABLE app.log ALTER COLUMN kind SET NOT NULL";
    const before = ["ALTER TABLE app.log_1 ALTER COLUMN kind SET NOT NULL"];
    expect((await planOnRows(bench, before, whole)).wrong).toEqual([]);
    if (major < 18) return;
    const named = await planOnRows(
      bench,
      ["CREATE DOMAIN app.code AS text"],
      "ALTER TABLE app.base ADD CONSTRAINT labelled NOT NULL label NO INHERIT",
      "ALTER DOMAIN app.code ADD CONSTRAINT given NOT NULL",
      "CREATE DOMAIN app.word AS text NOT NULL",
    );
    expect(named.wrong).toEqual([]);
  });
});
