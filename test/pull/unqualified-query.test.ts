import { describe, expect, it } from "vitest";
import { unqualifiedQuery } from "../../src/pull/render/unqualified-query.ts";

describe("a view's query as newer versions print it", () => {
  it.each([
    [" SELECT t.id,\n    t.name\n   FROM t;", " SELECT id,\n    name\n   FROM t;"],
    [
      ' SELECT "T"."Id"\n   FROM app."T"\n  WHERE ("T"."Id" > 1);',
      ' SELECT "Id"\n   FROM app."T"\n  WHERE ("Id" > 1);',
    ],
    [
      "SELECT x.id FROM t x TABLESAMPLE system (1) GROUP BY x.id",
      "SELECT id FROM t x TABLESAMPLE system (1) GROUP BY id",
    ],
    ["SELECT s.a FROM ( SELECT t.id AS a FROM t) s", "SELECT a FROM ( SELECT t.id AS a FROM t) s"],
    ["SELECT g.i FROM generate_series(1, 3) g(i)", "SELECT i FROM generate_series(1, 3) g(i)"],
    ["SELECT EXTRACT(year FROM t.at) AS y FROM t", "SELECT EXTRACT(year FROM at) AS y FROM t"],
  ])("%j", (older, newer) => {
    expect(unqualifiedQuery(older)).toBe(newer);
    expect(unqualifiedQuery(newer)).toBe(newer);
  });

  it.each([
    ["two tables", "SELECT a.id FROM a, b"],
    ["a join", "SELECT a.id FROM (a JOIN b ON ((a.id = b.id)))"],
    ["a union", "SELECT a.id FROM a UNION SELECT b.id FROM b"],
    ["no table", "SELECT 1 AS one"],
    ["whole rows", "SELECT t.*::t AS t FROM t"],
    ["a column's text", "SELECT 't.id' AS text FROM t"],
    [
      "a function, a type and a collation of a schema of its name",
      'SELECT t.f(id)::t.dom COLLATE t."C" AS x FROM t',
    ],
    [
      "a table that a subquery refers to",
      "SELECT id FROM t WHERE (EXISTS ( SELECT 1 FROM u WHERE (u.id = t.id)))",
    ],
    ["what would be taken for another column", "SELECT lower(name) AS name FROM t ORDER BY t.name"],
  ])("%s: stays", (_, query) => {
    expect(unqualifiedQuery(query)).toBe(query);
  });

  it("only what would be taken for another column keeps its table", () => {
    expect(
      unqualifiedQuery(
        "SELECT DISTINCT ON (t.id, t.at) t.id, t.x AS at FROM t ORDER BY t.id, t.at",
      ),
    ).toBe("SELECT DISTINCT ON (id, t.at) id, x AS at FROM t ORDER BY id, t.at");
  });
});
