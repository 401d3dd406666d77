import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/catalog/fact.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import { catalogOf, fact } from "./catalogs.ts";

/** Whether each difference shows, by object and attribute. */
const shown = (expected: readonly Fact[], actual: readonly Fact[]) =>
  compareFacts(catalogOf(expected), catalogOf(actual)).map(
    ({ object, attribute, visibleToDrizzle }) => [object, attribute, visibleToDrizzle],
  );

const schemas = [fact("schema", "app"), fact("schema", "old")];
const team = [fact("table", "app.team"), fact("column", "app.team.state", { type: "app.state" })];
const size = [fact("materialized view", "app.size", { definition: "SELECT 1 AS n" })];

describe("what a pull's TypeScript shows", () => {
  it("is where a table is, and what the type of a column is called", () => {
    const moved = [...schemas, fact("table", "old.team")];
    expect(shown([...schemas, fact("table", "app.team")], moved)).toEqual([
      ["app.team", "schema", true],
    ]);
    const typed = (name: string) => [
      ...schemas,
      fact("domain", `app.${name}`, { type: "text" }),
      fact("table", "app.team"),
      fact("column", "app.team.state", { position: 1, type: `app.${name}` }),
    ];
    expect(shown(typed("state"), typed("status"))).toEqual([["app.state", "name", true]]);
    const alone = (name: string) => [...schemas, fact("domain", `app.${name}`, { type: "text" })];
    expect(shown(alone("state"), alone("status"))).toEqual([["app.state", "name", false]]);
  });

  it("isn't an index of a materialized view, nor where that is stored", () => {
    const index = { ...fact("index", "app.size_idx", { keys: ["n"] }), parent: "app.size" };
    expect(shown(size, [...size, index])).toEqual([["app.size_idx", null, false]]);
    const stored = [
      fact("materialized view", "app.size", { ...size[0]!.attributes, accessMethod: "columnar" }),
    ];
    expect(shown(size, stored)).toEqual([["app.size", "accessMethod", false]]);
  });

  it("is a sequence without its type; of a column's own only whose it is", () => {
    const sequence = (attributes: Fact["attributes"]) => [
      fact("sequence", "app.count", attributes),
    ];
    expect(shown(sequence({ type: "bigint" }), sequence({ type: "integer" }))).toEqual([
      ["app.count", "type", false],
    ]);
    const own = { type: "integer", ownedBy: "app.team.id" };
    expect(shown(sequence(own), sequence({ ...own, cache: "9" }))).toEqual([
      ["app.count", "cache", false],
    ]);
    expect(shown(sequence(own), sequence({ type: "integer" }))).toEqual([
      ["app.count", "ownedBy", true],
    ]);
  });

  it("isn't row security where policies switch it on", () => {
    const guarded = (rowSecurity: boolean) => [
      fact("table", "app.team", rowSecurity ? { rowSecurity } : {}),
      fact("policy", "mine on app.team", { command: "all" }),
    ];
    expect(shown(guarded(true), guarded(false))).toEqual([["app.team", "rowSecurity", false]]);
    const open = [fact("table", "app.team", { rowSecurity: true })];
    expect(shown(open, team.slice(0, 1))).toEqual([["app.team", "rowSecurity", true]]);
  });

  it("is an index's keys without the collation of a column and what is said to its operator class", () => {
    const keyed = (key: string) => [
      { ...fact("index", "app.i", { keys: [key] }), parent: "app.t" },
    ];
    expect(shown(keyed("name"), keyed('name COLLATE "C"'))).toEqual([["app.i", "keys", false]]);
    expect(shown(keyed("name gist_ops(siglen='8')"), keyed("name gist_ops(siglen='9')"))).toEqual([
      ["app.i", "keys", false],
    ]);
    expect(shown(keyed("name"), keyed("name DESC"))).toEqual([["app.i", "keys", true]]);
    expect(shown(keyed("lower(name)"), keyed('lower(name) COLLATE "C"'))).toEqual([
      ["app.i", "keys", true],
    ]);
  });

  it("is what came with a change that doesn't show itself", () => {
    const typed = (more: readonly Fact[]) => [
      fact("type", "app.address", { type: "composite" }),
      fact("table", "app.home", { ofType: "app.address" }),
      ...more,
    ];
    const town = ["app.address", "app.home"].map((on) =>
      fact("column", `${on}.town`, { position: 1, type: "text" }),
    );
    expect(shown(typed([]), typed(town))).toEqual([["app.address.town", null, true]]);
  });
});
