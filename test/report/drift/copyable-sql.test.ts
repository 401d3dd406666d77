import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../../src/postgres/connect.ts";
import { copyable, hasLongText } from "../../../src/report/drift/copyable-sql.ts";
import { quotedIn } from "../../../src/report/drift/quoted-sql.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../../support/database.ts";

describe("copyable", () => {
  it("leaves what anybody can copy as it is, tabs included", () => {
    for (const sql of [
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n\tSELECT 1;\n$$;",
      `ALTER TABLE "日本語" ALTER c SET DEFAULT 'é\\n''x''';`,
    ])
      expect(copyable(sql)).toBe(sql);
  });

  it.each([
    ["$f$\r\nBEGIN\r\n  RETURN '\\';\r\nEND $f$", "E'\\r\nBEGIN\\r\n  RETURN ''\\\\'';\\r\nEND '"],
    ["COMMENT ON TABLE t IS 'a\u202E\\b''c'", "COMMENT ON TABLE t IS E'a\\u202e\\\\b''c'"],
    ["SELECT E'\\\\\u001B[0m\\''", "SELECT E'\\\\\\u001b[0m\\''"],
    ['DROP TABLE "a\u200B\\""b"', String.raw`DROP TABLE U&"a\200B\\""b"`],
    ['DROP TABLE U&"a\u200B\\0041"', String.raw`DROP TABLE U&"a\200B\0041"`],
    ["SELECT '\u{E0001}', interval'1\u2060'", "SELECT E'\\U000e0001', interval E'1\\u2060'"],
    // Not a prefix, not a tag.
    ["SELECT a$b$, 'x\r' AS name$b$", "SELECT a$b$, E'x\\r' AS name$b$"],
    ["SELECT 1 \u200B", String.raw`SELECT 1 \u200b`],
  ])("says with escapes what a page can't show: %j", (sql, expected) => {
    expect(copyable(sql)).toBe(expected);
  });

  it.each([
    ["a text", `COMMENT ON TABLE t IS '${"x'' \r".repeat(500_000)}'`],
    ["one with backslashes", `COMMENT ON TABLE t IS E'${"x\\'\\\\'' \r".repeat(500_000)}'`],
    ["a body", `DO $body$${"-- 'x\r\n".repeat(500_000)}$body$`],
  ])("goes through %s of megabytes", (_, sql) => {
    expect(copyable(`${sql}; DROP TABLE "a\rb"`)).toMatch(/'; DROP TABLE U&"a\\000Db"$/);
    expect(copyable(sql)).not.toContain("\r");
  });

  it("takes an escaped quote for no end, and what isn't closed for no text", () => {
    const sql = String.raw`SELECT E'\\\'', E'\\', U&'\0041''', $a$'$a$, e'''`;
    expect([...quotedIn(sql)].map(({ token, prefix }) => [prefix, token])).toEqual([
      ["E", String.raw`E'\\\''`],
      ["E", String.raw`E'\\'`],
      ["U&", String.raw`U&'\0041'''`],
      ["", "$a$'$a$"],
      ["", "''"],
    ]);
  });

  describe("on a server", () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await createTestDatabase();
    });
    afterAll(() => database.drop());

    it("makes what the SQL itself makes", async () => {
      const hostile = "\r\n\t\u001B[31m\u202E\u200B\u{E0001}\\ ''\\'' $$ é";
      const statements = [
        `CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $body$\r\nBEGIN\r\n\tRETURN '${hostile}';\r\nEND $body$`,
        `CREATE TABLE "t\u200B\u{E0001}\\" ("c\u202E""" text DEFAULT '${hostile}')`,
        `COMMENT ON TABLE "t\u200B\u{E0001}\\" IS '${hostile}'`,
        `COMMENT ON COLUMN "t\u200B\u{E0001}\\"."c\u202E""" IS E'\\'\\\\\r\u202E''x'`,
      ];
      const made = async (sql: readonly string[]) => {
        await runOn(database.settings, `${sql.join(";\n")};`);
        const session = await connect(database.settings);
        const rows = await session`
          SELECT prosrc AS text FROM pg_proc WHERE proname = 'f'
          UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
          UNION ALL SELECT attname FROM pg_attribute WHERE attname LIKE 'c%' AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
          UNION ALL SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
          UNION ALL SELECT description FROM pg_description WHERE objoid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
          ORDER BY 1`;
        await session.end();
        await runOn(database.settings, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        return rows;
      };
      const shown = statements.map(copyable);
      expect(shown.join("").match(/(?![\n\t])[\p{Cc}\p{Cf}]/gu)).toBeNull();
      const expected = await made(statements);
      expect(expected.length).toBeGreaterThan(5);
      expect(await made(shown)).toEqual(expected);
    });
  });
});

describe("hasLongText", () => {
  it.each([
    ["CREATE VIEW v AS\nSELECT 'a'\n, 'b'", false],
    ["COMMENT ON TABLE t IS 'a\nb'", true],
    ["CREATE FUNCTION f() AS $$\n$$", true],
    ['DROP TABLE "a\nb"', true],
  ])("%j: %s", (sql, expected) => {
    expect(hasLongText(sql)).toBe(expected);
  });
});
