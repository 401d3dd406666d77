import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog, Fact } from "../../src/catalog/fact.ts";
import { readCatalog, readCatalogText } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import { openReadingSession } from "../../src/postgres/reading-session.ts";
import { baseStatements, runStatements } from "../drift/change-suite.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let catalog: Catalog;

beforeAll(async () => {
  database = await createTestDatabase();
  await runStatements(database.settings, baseStatements());
  catalog = await readCatalog(database.settings);
});
afterAll(() => database.drop());

function fact(kind: Fact["kind"], object: string): Fact {
  const found = catalog.facts.filter((one) => one.kind === kind && one.object === object);
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe("readCatalog", () => {
  it("gives a table and its columns with what isn't the default", () => {
    expect(fact("table", "app.team")).toEqual({
      kind: "table",
      object: "app.team",
      parent: "app",
      attributes: {
        comment: "Teams",
        rowSecurity: true,
        privileges: { dbfirst_reader: ["SELECT"] },
      },
    });
    expect(fact("column", "app.team.id").attributes).toEqual({
      position: 1,
      type: "bigint",
      notNull: true,
      identity: { generation: "always", sequence: "app.team_id_seq" },
      privileges: { dbfirst_writer: ["SELECT"] },
    });
    expect(fact("column", "app.team.shout").attributes).toEqual({
      position: 7,
      type: "text",
      notNull: false,
      generated: { expression: "upper(name)", kind: "stored" },
    });
    expect(fact("column", 'app.member."userName"').parent).toBe("app.member");
  });

  it("describes an index's keys as one would write them", () => {
    expect(fact("index", "app.team_name_idx").attributes).toEqual({
      method: "btree",
      keys: ["lower(name)", "created DESC"],
      where: "(score > (0)::numeric)",
    });
    expect(fact("index", "app.member_user_idx").attributes).toEqual({
      method: "btree",
      unique: true,
      keys: ['"userName" text_pattern_ops'],
      include: ["team_id"],
    });
  });

  it("splits constraints into what can change", () => {
    expect(fact("constraint", "member_team_fk on app.member").attributes).toEqual({
      type: "foreign key",
      columns: ["team_id"],
      references: { table: "app.team", columns: ["id"] },
      onDelete: "cascade",
    });
    expect(fact("constraint", "score_positive on app.team").attributes).toEqual({
      type: "check",
      expression: "(score >= (0)::numeric)",
    });
  });

  it("names the switched triggers that enforce a constraint, those of partitions too", async () => {
    const other = await createTestDatabase();
    try {
      await runStatements(other.settings, [
        ...baseStatements(),
        "ALTER TABLE app.member DISABLE TRIGGER ALL",
        "ALTER TABLE app.visit DISABLE TRIGGER ALL",
      ]);
      const { facts } = await readCatalog(other.settings);
      const disabled = facts
        .filter(({ attributes }) => "triggersDisabled" in attributes)
        .map(({ object, attributes }) => [object, attributes["triggersDisabled"]]);
      expect(disabled).toEqual([
        ["member_team_fk on app.member", ["INSERT on app.member", "UPDATE on app.member"]],
        ["member_unique on app.member", ["INSERT or UPDATE on app.member"]],
        [
          "visit_room_fk on app.visit",
          ["app.visit", "app.visit_2026"]
            .flatMap((table) => [`INSERT on ${table}`, `UPDATE on ${table}`])
            .toSorted(),
        ],
      ]);
    } finally {
      await other.drop();
    }
  });

  it("puts a serial's sequence under its column, and an identity's into it", () => {
    expect(fact("sequence", "app.member_id_seq")).toMatchObject({
      parent: "app.member.id",
      attributes: { ownedBy: "app.member.id", type: "integer" },
    });
    expect(catalog.facts.some(({ object }) => object === "app.team_id_seq")).toBe(false);
  });

  it("leaves out extension members, bookkeeping of migration systems, and secrets", () => {
    const names = catalog.facts.map(({ object }) => object);
    expect(names.filter((name) => /citext/.test(name))).toEqual(["citext"]);
    expect(names.filter((name) => /drizzle|dbfirst\b|pgmigrations/.test(name))).toEqual([]);
    expect(JSON.stringify(catalog)).not.toContain("hush");
    expect(fact("user mapping", "PUBLIC on server far").attributes).toEqual({
      options: { username: "(hidden)", password: "(hidden)" },
    });
  });

  it("never holds the value of what may be a secret", async () => {
    const other = await createTestDatabase();
    const secret = "s3cr3t";
    try {
      await runStatements(other.settings, [
        "CREATE FOREIGN DATA WRAPPER w OPTIONS (\"apiKey\" 's3cr3t', region 'here')",
        "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'h', sslpassword 's3cr3t', aws_credentials 's3cr3t')",
        "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (\"user\" 'alice', passcode 's3cr3t', jwt 's3cr3t')",
        "CREATE FOREIGN TABLE t (c integer OPTIONS (\"accessToken\" 's3cr3t', name 'c')) SERVER s OPTIONS (auth_header 's3cr3t', path '/t')",
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET app.jwt_secret = %L', current_database(), 's3cr3t'); END $$`,
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET app.tenant = %L', current_database(), 'x'); END $$`,
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET password_encryption = %L', current_database(), 'md5'); END $$`,
      ]);
      const read = await readCatalog(other.settings);
      expect(JSON.stringify(read)).not.toContain(secret);
      const attributesOf = (kind: string, object: string) =>
        read.facts.find((one) => one.kind === kind && one.object === object)?.attributes;
      expect([
        attributesOf("foreign data wrapper", "w")?.["options"],
        attributesOf("server", "s")?.["options"],
        attributesOf("user mapping", "PUBLIC on server s")?.["options"],
        attributesOf("foreign table", "public.t")?.["foreignOptions"],
        attributesOf("column", "public.t.c")?.["foreignOptions"],
        attributesOf("database setting", "app.jwt_secret"),
        attributesOf("database setting", "app.tenant"),
        attributesOf("database setting", "password_encryption"),
      ]).toEqual([
        { apiKey: "(hidden)", region: "here" },
        { host: "h", sslpassword: "(hidden)", aws_credentials: "(hidden)" },
        { user: "alice", passcode: "(hidden)", jwt: "(hidden)" },
        { auth_header: "(hidden)", path: "/t" },
        { accessToken: "(hidden)", name: "c" },
        { value: "(hidden)" },
        { value: "x" },
        { value: "md5" },
      ]);
    } finally {
      await other.drop();
    }
  });

  it("is sorted, unique by kind and object, and has nothing that differs between two loads", async () => {
    const keys = catalog.facts.map(({ kind, object }) => `${kind} ${object}`);
    expect(new Set(keys).size).toBe(keys.length);
    const again = await createTestDatabase();
    try {
      await runOn(
        again.settings,
        "CREATE TABLE public.moves_oids (id integer); DROP TABLE public.moves_oids",
      );
      await runStatements(again.settings, baseStatements());
      expect((await readCatalog(again.settings)).facts).toEqual(catalog.facts);
    } finally {
      await again.drop();
    }
  });

  it("reads the same as a role that may nothing, and says what it can't see", async () => {
    await runOn(
      database.settings,
      "DO $$ BEGIN CREATE ROLE dbfirst_guest LOGIN PASSWORD 'guest'; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
    );
    const guest = { ...database.settings, user: "dbfirst_guest", password: "guest" };
    const seen = await readCatalog(guest);
    expect(catalog.unmodeled).toEqual([]);
    expect(seen.unmodeled).toEqual([{ kind: "user mapping", object: "PUBLIC on server far" }]);
    expect(compareFacts(catalog, seen)).toEqual([]);
  });

  it("reads chosen schemas only", async () => {
    const chosen = await readCatalog(database.settings, { schemas: ["empty"] });
    expect(chosen.facts.filter(({ kind }) => kind === "schema")).toMatchObject([
      { object: "empty" },
    ]);
    expect(chosen.facts.filter(({ kind }) => kind === "table")).toEqual([]);
  });

  it("leaves the session usable and its settings alone", async () => {
    const session = await openReadingSession(database.settings, { applicationName: "test" });
    try {
      await session.query("SET search_path = app; SET TimeZone = 'Asia/Tokyo'");
      await readCatalogText(session, {});
      const [rows] = await session.query(
        "select current_setting('search_path') as path, current_setting('TimeZone') as zone",
      );
      expect(rows).toEqual([{ path: "app", zone: "Asia/Tokyo" }]);
    } finally {
      session.end();
    }
  });

  it("stops when aborted, with the signal's reason", async () => {
    const reason = new Error("enough");
    await expect(
      readCatalog(database.settings, { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });
});
