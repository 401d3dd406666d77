import { expect, it } from "vitest";
import { withWhatTheyName } from "../../src/pull/prove/part-of.ts";
import { catalogOf, fact } from "../drift/catalogs.ts";

const some = fact("view", "app.some", {
  definition: 'SELECT t.id FROM app.team t, "My App"."a ""b""" x WHERE x.id = app.f(t.id)',
});
const tables = [fact("table", "app.team"), fact("table", '"My App"."a ""b"""')];

it("finds what a view names, with what that names", () => {
  const trigger = { ...fact("trigger", "t on app.team"), attributes: { of: "app.audit.id" } };
  const catalog = catalogOf([some, ...tables, trigger, fact("table", "app.other")]);
  expect([...withWhatTheyName(catalog, ["app.some"])].toSorted()).toEqual([
    '"My App"."a ""b"""',
    "app.some",
    "app.team",
  ]);
});

it("takes no time for a long literal", () => {
  const definition = `SELECT id, '${"c0ffee".repeat(100_000)}' FROM app.team`;
  const catalog = catalogOf([fact("view", "app.some", { definition }), ...tables]);
  expect([...withWhatTheyName(catalog, ["app.some"])]).toEqual(["app.some", "app.team"]);
});
