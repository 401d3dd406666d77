import { expect, test } from "vitest";
import { differInLaterColumns } from "../../../src/drift/compare/later-columns.ts";

test.each([
  ["SELECT s.id FROM f() s(id)", 'SELECT s.id FROM f() s(id, "a ""b""", c)'],
  ["SELECT s.a FROM f(1) s(a), g() t(b, c)", "SELECT s.a FROM f(1) s(a, x), g() t(b, c, y)"],
  ['SELECT 1 FROM f() "a ) b"(id) WHERE 1', 'SELECT 1 FROM f() "a ) b"(id, c) WHERE 1'],
  ["FROM (app.a b(k, v) JOIN app.c USING (k))", "FROM (app.a b(k, v, w) JOIN app.c USING (k))"],
  [
    "(id = ( SELECT s.id\n   FROM app.f() s(id)))",
    "(id = ( SELECT s.id\n   FROM app.f() s(id, größe)))",
  ],
])("%s is %s", (shorter, longer) => {
  expect(differInLaterColumns(shorter, longer)).toBe(true);
  expect(differInLaterColumns(longer, shorter)).toBe(true);
});

test.each([
  ["SELECT s.id FROM f() s(id)", "SELECT s.id FROM f() s(id, c) LIMIT 1"],
  ["SELECT s.id FROM f() s(id)", "SELECT s.id FROM f() s(c, id)"],
  ["SELECT s.id FROM f() s(id)", "SELECT s.id FROM f() s(id, c + 1)"],
  ["SELECT s.id FROM f() s(id integer)", "SELECT s.id FROM f() s(id integer, c text)"],
  ["((a > 0) AND f(a))", "((a > 0) AND f(a, b))"],
  ["(a > 0) = f(a)", "(a > 0) = f(a, b)"],
  ["INSERT INTO t (a) VALUES (1)", "INSERT INTO t (a, b) VALUES (1)"],
  ["INSERT INTO app.t (a) VALUES (1)", "INSERT INTO app.t (a, b) VALUES (1)"],
  ["FROM app.a JOIN app.b USING (k)", "FROM app.a JOIN app.b USING (k, l)"],
  ["SELECT app.f(a)", "SELECT app.f(a, b)"],
  ["f(a)", "f(a, b)"],
  ["f(a)", "f(a) s(id)"],
])("%s isn't %s", (left, right) => {
  expect(differInLaterColumns(left, right)).toBe(false);
  expect(differInLaterColumns(right, left)).toBe(false);
});
