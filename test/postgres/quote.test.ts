import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { quoteIdentifier, quoteLiteral, quoteQualified } from "../../src/postgres/quote.ts";
import { testServer } from "../support/database.ts";

const hostile = [
  "plain",
  "user",
  "With Capitals",
  `a"b`,
  `'; DROP TABLE x; --`,
  `back\\slash`,
  `\\'; --`,
  "$$",
  "line\nbreak",
  "日本語 🐘",
  "E'",
];

describe("quoting, read back by PostgreSQL", () => {
  let sql: Sql;
  beforeAll(async () => {
    sql = await connect(testServer());
  });
  afterAll(() => sql.end());

  test.each(hostile)(
    "a literal means %j with either setting of standard_conforming_strings",
    async (text) => {
      for (const setting of ["on", "off"]) {
        await sql.unsafe(`SET standard_conforming_strings = ${setting}`);
        const [row] = await sql.unsafe(`SELECT ${quoteLiteral(text)} AS value`);
        expect(row?.["value"]).toBe(text);
      }
    },
  );

  test.each(hostile)("an identifier means %j", async (name) => {
    const [row] = await sql.unsafe(`SELECT 1 AS ${quoteIdentifier(name)}`);
    expect(Object.keys(row ?? {})).toEqual([name]);
  });

  test("a qualified name quotes each part", () => {
    expect(quoteQualified("app", 'a"b')).toBe('"app"."a""b"');
  });

  test("what PostgreSQL can't hold is refused", () => {
    expect(() => quoteIdentifier("")).toThrow(UsageError);
    expect(() => quoteIdentifier("a\0b")).toThrow(UsageError);
    expect(() => quoteLiteral("a\0b")).toThrow(UsageError);
  });
});
