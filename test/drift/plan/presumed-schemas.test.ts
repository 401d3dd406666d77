import { expect, it } from "vitest";
import { presumedSchemas } from "../../../src/drift/plan/presumed-schemas.ts";
import { catalogOf, fact } from "../catalogs.ts";

/** Schemas with tables, and these with columns: `app: team(id, name)`. */
const database = (schemas: Record<string, Record<string, string[]>>) =>
  catalogOf(
    Object.entries(schemas).flatMap(([schema, tables]) => [
      fact("schema", schema),
      ...Object.entries(tables).flatMap(([table, columns]) => [
        fact("table", `${schema}.${table}`),
        ...columns.map((column) => fact("column", `${schema}.${table}.${column}`)),
      ]),
    ]),
  );
const presumed = (...sides: Parameters<typeof database>[0][]) =>
  presumedSchemas(database(sides[0]!), database(sides[1]!)).map(({ from, to }) => [from, to]);
const [team, player] = [
  ["id", "name", "slug"],
  ["id", "team"],
];

it("a schema was renamed that has tables of the same names, if changed ones, under another", () => {
  expect(
    presumed(
      { app: { team, player }, rest: {} },
      { '"My app"': { team: ["id", "name"] }, rest: {} },
    ),
  ).toEqual([["app", '"My app"']]);
});

it.each<[string, ...Parameters<typeof database>]>([
  ["there still", { app: {}, core: { team } }],
  ["gone in two", { core: { team }, other: { player } }],
  ["gone, and another has a table called so", { core: { team: ["key", "value"] } }],
  ["gone, and another has none", { core: {} }],
])("one isn't that is %s", (_, then) => {
  expect(presumed({ app: { team, player } }, then)).toEqual([]);
});

it("one isn't, either, whose tables come from two", () => {
  expect(presumed({ a: { team }, b: { player } }, { core: { team, player } })).toEqual([]);
});
