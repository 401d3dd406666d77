import { expect, it } from "vitest";
import type { Catalog, Fact } from "../../../src/catalog/fact.ts";
import { withoutCommon } from "../../../src/drift/compare/without-common.ts";

const table = (name: string): Fact => ({
  kind: "table",
  object: `app.${name}`,
  parent: "app",
  attributes: {},
});
const column = (name: string, type: string): Fact => ({
  kind: "column",
  object: `app.${name}.id`,
  parent: `app.${name}`,
  attributes: { type, position: 1 },
});
const catalog = (...facts: Fact[]): Catalog => ({ serverMajor: 17, facts, unmodeled: [] });
const objects = ({ facts }: Catalog) => facts.map(({ object }) => object);

it("keeps what differs in any of the catalogs, with what it belongs to", () => {
  const same = [table("team"), column("team", "integer"), table("label")];
  const [one, two, three] = withoutCommon([
    catalog(...same, column("label", "text"), table("old")),
    catalog(...same, column("label", "integer")),
    catalog(...same, column("label", "text"), table("new")),
  ]);
  expect(objects(one!)).toEqual(["app.label", "app.label.id", "app.old"]);
  expect(objects(two!)).toEqual(["app.label", "app.label.id"]);
  expect(objects(three!)).toEqual(["app.label", "app.label.id", "app.new"]);
});

it("keeps nothing of catalogs that are the same", () => {
  const facts = [table("team"), column("team", "integer")];
  expect(withoutCommon([catalog(...facts), catalog(...facts)]).map(objects)).toEqual([[], []]);
});
