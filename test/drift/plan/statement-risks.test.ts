import { describe, expect, it } from "vitest";
import type { FactValue } from "../../../src/catalog/fact.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { withRisks } from "../../../src/drift/plan/statement-risks.ts";
import { catalogOf, fact } from "../catalogs.ts";

const column = (attributes: Record<string, string>) =>
  catalogOf([fact("table", "app.team"), fact("column", "app.team.slug", attributes)]);

const nothing = catalogOf([]);

/** `SHARE, reads`: what a plan of one planner's statement says of it. */
function risks(
  sql: string | readonly string[],
  from = column({ type: "text" }),
  to = from,
): string[] {
  const statements = [sql].flat().map((text) => ({
    sql: text,
    lock: "of the planner",
    losesData: true,
    rewritesTable: true,
    transactional: true,
  }));
  return withRisks(statements, { from, to }).map(
    ({ lock, rewritesTable, losesData }) =>
      `${lock ?? "no lock"}${rewritesTable ? ", reads" : ""}${losesData ? "" : ", loses nothing"}`,
  );
}

describe("what a statement does to a table in use", () => {
  it.each([
    ['CREATE INDEX i ON "app"."team" USING btree (slug)', "SHARE, reads"],
    ["DROP INDEX app.team_words", "ACCESS EXCLUSIVE"],
    ['CREATE INDEX i ON ONLY "app"."team" USING btree (slug)', "SHARE"],
    ['ALTER TABLE "app"."team" ADD CONSTRAINT "a b" UNIQUE (slug)', "ACCESS EXCLUSIVE, reads"],
    [
      'ALTER TABLE "app"."team" ALTER COLUMN "state" TYPE "app"."status" USING "state"::text::"app"."status"',
      "ACCESS EXCLUSIVE, reads",
    ],
    [
      'ALTER TABLE "app"."team" ADD CONSTRAINT "k" FOREIGN KEY (a) REFERENCES app.b(id)',
      "SHARE ROW EXCLUSIVE, reads",
    ],
    [
      'ALTER TABLE "app"."team" ADD CONSTRAINT "k" FOREIGN KEY (a) REFERENCES app.b(id) NOT VALID',
      "SHARE ROW EXCLUSIVE",
    ],
    ['ALTER TABLE "app"."team" VALIDATE CONSTRAINT "k"', "SHARE UPDATE EXCLUSIVE, reads"],
    [
      'ALTER TABLE "app"."team" SET (fillfactor=70, toast.autovacuum_enabled=off)',
      "SHARE UPDATE EXCLUSIVE",
    ],
    ['ALTER TABLE "app"."team" SET (user_catalog_table=true)', "of the planner, reads"],
    ['COMMENT ON COLUMN "app"."team"."slug" IS NULL', "SHARE UPDATE EXCLUSIVE"],
    ['ALTER SEQUENCE "app"."ticket" INCREMENT BY 5', "SHARE ROW EXCLUSIVE"],
    ["ALTER INDEX app.team_words SET (fillfactor = 70)", "SHARE UPDATE EXCLUSIVE"],
    ["ALTER INDEX app.team_words SET TABLESPACE fast", "ACCESS EXCLUSIVE, reads"],
    ["CREATE STATISTICS app.some ON a, b FROM app.team", "SHARE UPDATE EXCLUSIVE"],
    ["ALTER TYPE app.spot RENAME ATTRIBUTE x TO y CASCADE", "ACCESS EXCLUSIVE"],
    ["ALTER DOMAIN app.email ADD CONSTRAINT c CHECK (VALUE <> '')", "SHARE, reads"],
    ["ALTER DOMAIN app.email ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID", "no lock"],
    ['REVOKE ALL ON TABLE "app"."team" FROM "reader"', "no lock"],
  ])("is known by its form: %s", (sql, said) => {
    expect(risks(sql)).toEqual([said]);
  });

  it("is all that ALTER takes where a statement of ours has no milder form", () => {
    const lockOf = (sql: string) =>
      withRisks([ownStatement(sql)], { from: nothing, to: nothing })[0];
    expect(lockOf("ALTER INDEX app.words SET (fastupdate=off)")?.lock).toBe("ACCESS EXCLUSIVE");
    expect(lockOf("ALTER INDEX app.words RENAME TO terms")?.lock).toBe("SHARE UPDATE EXCLUSIVE");
    expect(lockOf("ALTER TYPE app.status RENAME TO state")?.lock).toBeNull();
  });

  it("is nothing where the plan made the table itself, but for what a key refers to", () => {
    expect(
      risks([
        'CREATE TABLE "app"."new" ("id" integer)',
        "CREATE INDEX i ON app.new USING btree (id)",
        'ALTER TABLE "app"."new" OWNER TO "postgres"',
        'ALTER TABLE "app"."new" ADD CONSTRAINT "k" FOREIGN KEY (id) REFERENCES app.team(id)',
        'ALTER TABLE "app"."team" OWNER TO "postgres"',
      ]),
    ).toEqual(["no lock", "no lock", "no lock", "SHARE ROW EXCLUSIVE", "of the planner, reads"]);
    expect(
      risks([
        'CREATE TABLE "app"."new" ("id" integer)',
        'CREATE TABLE "app"."newer" ("id" integer)',
        'ALTER TABLE "app"."newer" ADD CONSTRAINT "k" FOREIGN KEY (id) REFERENCES app.new(id)',
      ]),
    ).toEqual(["no lock", "no lock", "no lock"]);
  });

  it("is reading where a column only gets another collation of the same name: its indexes are made anew", () => {
    const collated = column({ type: "text", collation: "app.german" });
    const sql = 'ALTER TABLE "app"."team" ALTER COLUMN "slug" TYPE text COLLATE app.german';
    expect(risks(sql, collated)).toEqual(["ACCESS EXCLUSIVE, reads, loses nothing"]);
  });

  it("is no loss where the rows are elsewhere, or can be made again", () => {
    const remote = catalogOf([fact("foreign table", "app.remote")]);
    expect(risks('DROP MATERIALIZED VIEW "app"."sums"')).toEqual([
      "of the planner, reads, loses nothing",
    ]);
    expect(risks('ALTER TABLE "app"."remote" DROP COLUMN "size"', remote)).toEqual([
      "of the planner, loses nothing",
    ]);
  });

  it("is a loss where a sequence goes, which holds how far it has come", () => {
    const drop = { ...ownStatement('DROP SEQUENCE "app"."ticket"'), lock: "ACCESS EXCLUSIVE" };
    expect(withRisks([drop], { from: nothing, to: nothing })).toEqual([
      { ...drop, losesData: true },
    ]);
  });

  it("leaves the rows as they are where a type only grows, or a default is a constant", () => {
    const cast = (from: string, to: string) =>
      risks(
        `ALTER TABLE "app"."team" ALTER COLUMN "slug" TYPE ${to} USING "slug"::${to}`,
        column({ type: from }),
        column({ type: to }),
      );
    const kept = ["ACCESS EXCLUSIVE, loses nothing"];
    expect(cast("character varying(64)", "character varying(65)")).toEqual(kept);
    expect(cast("character varying(64)", "text")).toEqual(kept);
    expect(cast("character varying(65)", "character varying(64)")).toEqual([
      "ACCESS EXCLUSIVE, reads",
    ]);
    expect(cast("integer", "bigint")).toEqual(["ACCESS EXCLUSIVE, reads, loses nothing"]);
    expect(cast("numeric(8,2)", "numeric(10,2)")).toEqual(kept);
    expect(cast("numeric(8,2)", "numeric")).toEqual(kept);
    expect(cast("timestamp(3) without time zone", "timestamp without time zone")).toEqual(kept);
    const [reads] = cast("integer", "bigint");
    expect(cast("numeric(8,2)", "numeric(10,4)")).toEqual([reads]);
    const [zone, none] = ["timestamp with time zone", "timestamp without time zone"];
    expect(cast(zone, none)).toEqual([reads]);
    const added = (value: string) =>
      risks(
        `ALTER TABLE "app"."team" ADD COLUMN "slug" text DEFAULT ${value}`,
        catalogOf([fact("table", "app.team")]),
        column({ type: "text", default: value }),
      );
    expect(added("'a''b'::text")).toEqual(["of the planner"]);
    expect(added("now()")).toEqual(["of the planner"]);
    expect(added("clock_timestamp()")).toEqual(["of the planner, reads"]);
    expect(added("gen_random_uuid()")).toEqual(["of the planner, reads"]);
  });

  it("reads the rows for what stands on a column whose type only grows", () => {
    const beside = (...facts: ReturnType<typeof fact>[]) => {
      const of = (type: string) => catalogOf([...column({ type }).facts, ...facts]);
      const sql = `ALTER TABLE "app"."team" ALTER COLUMN "slug" TYPE text`;
      return risks(sql, of("character varying(64)"), of("text"))[0];
    };
    const reads = "ACCESS EXCLUSIVE, reads, loses nothing";
    const kept = "ACCESS EXCLUSIVE, loses nothing";
    const index = (attributes: Record<string, FactValue>) => ({
      ...fact("index", "app.words", attributes),
      parent: "app.team",
    });
    expect(beside(index({ keys: ["slug DESC"] }))).toBe(kept);
    expect(beside(index({ keys: ["slug"], where: "(id > 3)" }))).toBe(reads);
    expect(beside(index({ keys: ["lower((slug)::text)"] }))).toBe(reads);
    expect(
      beside(index({ keys: ["slug"] }), fact("table", "app.team", { partitionBy: "LIST (id)" })),
    ).toBe(reads);
    const check = { type: "check", expression: "(length((slug)::text) > 2)" };
    expect(beside(fact("constraint", "c on app.team", check))).toBe(reads);
    const key = { type: "unique", columns: ["slug"] };
    expect(beside(fact("constraint", "k on app.team", key))).toBe(kept);
  });

  it("is nothing where no table is made of a type", () => {
    const type = fact("type", "app.spot", { type: "composite" });
    const table = fact("table", "app.places", { ofType: "app.spot" });
    const changes = [
      'ALTER TYPE "app"."spot" ADD ATTRIBUTE "name" text CASCADE',
      `COMMENT ON COLUMN "app"."spot"."x" IS 'East'`,
    ];
    expect(risks(changes, catalogOf([type]))).toEqual(["no lock", "no lock"]);
    expect(risks(changes[0]!, catalogOf([type, table]))).toEqual(["of the planner, reads"]);
  });
});

describe("what PostgreSQL reads besides", () => {
  const keyed = catalogOf([
    fact("constraint", "visit_room on app.visit", { references: { table: "app.room" } }),
  ]);

  it("is the table that refers to a partition that goes", () => {
    const detach = 'ALTER TABLE app."room" DETACH PARTITION app.room_1';
    expect(risks(detach, keyed, keyed)).toEqual(["of the planner, reads"]);
  });

  it("is each table of a type whose attribute changes, and never a foreign one", () => {
    const cascade = 'ALTER TYPE "app"."desk" ALTER ATTRIBUTE "a" TYPE bigint CASCADE';
    const typed = catalogOf([
      fact("type", "app.desk"),
      fact("table", "app.t", { ofType: "app.desk" }),
    ]);
    expect(risks(cascade, typed)).toEqual(["ACCESS EXCLUSIVE, reads"]);
    const foreign = catalogOf([fact("foreign table", "app.far")]);
    expect(risks('ALTER TABLE "app"."far" ALTER COLUMN "a" SET NOT NULL', foreign)).toEqual([
      "ACCESS EXCLUSIVE, loses nothing",
    ]);
  });

  it("is nothing of a parent that the plan makes as well", () => {
    const parent = 'CREATE TABLE "app"."a" ("n" integer)';
    const children = [
      'CREATE TABLE "app"."b" () INHERITS ("app"."a")',
      'CREATE TABLE "app"."c" PARTITION OF "app"."a" DEFAULT',
    ];
    const locks = (...statements: string[]) =>
      risks(statements).map((risk) => risk.replace(/, .*/, ""));
    expect(locks(parent, ...children)).toEqual(["no lock", "no lock", "no lock"]);
    expect(locks(...children)).toEqual(["SHARE UPDATE EXCLUSIVE", "ACCESS EXCLUSIVE"]);
    const of = 'CREATE TABLE "app"."b" () INHERITS ("app"."a", "app"."z")';
    expect(locks(parent, of)).toEqual(["no lock", "SHARE UPDATE EXCLUSIVE"]);
  });
});
