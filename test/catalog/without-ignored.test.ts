import { describe, expect, it } from "vitest";
import { applyIgnoreRules, withoutIgnored } from "../../src/catalog/without-ignored.ts";
import type { Catalog } from "../../src/catalog/fact.ts";
import { catalogOf, fact } from "../drift/catalogs.ts";

/** A schema, an extension and a server that are all called app, and what stands on them. */
const catalog: Catalog = {
  ...catalogOf([
    fact("schema", "app"),
    fact("extension", "app"),
    fact("server", "app"),
    fact("server", "far"),
    { ...fact("user mapping", "PUBLIC on server app"), parent: "app" },
    { ...fact("user mapping", "PUBLIC on server far"), parent: "far" },
    fact("table", "app.team"),
    fact("column", "app.team.id"),
    fact("sequence", "app.team.team_id_seq"),
    { ...fact("sequence", "app.team_id_seq"), parent: "app.team.id" },
    fact("constraint", "team_pkey on app.team"),
    fact("table", "app.team_2026", { partitionOf: "app.team" }),
    { ...fact("statistics", "app.team"), parent: "app.team_2026" },
    fact("function", "app.team()"),
    fact("schema", "appendix"),
    fact("table", "appendix.page"),
  ]),
  unmodeled: [
    { kind: "user mapping", object: "PUBLIC on server far" },
    { kind: "user mapping", object: "PUBLIC on server app" },
  ],
};

function left(...rules: { kind?: string; object: string }[]): string[] {
  const kept = withoutIgnored(
    catalog,
    rules.map((rule) => ({ ...rule, reason: "a test" })),
  );
  const names = new Set(kept.facts.map(({ kind, object }) => `${kind} ${object}`));
  return catalog.facts
    .map(({ kind, object }) => `${kind} ${object}`)
    .filter((name) => !names.has(name));
}

describe("ignore rules", () => {
  it("cover what has the kind and the name, whatever else is called so", () => {
    expect(left({ kind: "extension", object: "app" })).toEqual(["extension app"]);
    expect(left({ kind: "statistics", object: "app.team" })).toEqual(["statistics app.team"]);
    expect(left({ kind: "server", object: "app" })).toEqual([
      "server app",
      "user mapping PUBLIC on server app",
    ]);
  });

  it("cover what stands on it, all the way down, and nothing that only refers to it", () => {
    expect(left({ kind: "table", object: "app.team" })).toEqual([
      "table app.team",
      "column app.team.id",
      "sequence app.team.team_id_seq",
      "sequence app.team_id_seq",
      "constraint team_pkey on app.team",
    ]);
    expect(left({ kind: "schema", object: "app" })).toEqual([
      "schema app",
      "table app.team",
      "column app.team.id",
      "sequence app.team.team_id_seq",
      "sequence app.team_id_seq",
      "constraint team_pkey on app.team",
      "table app.team_2026",
      "statistics app.team",
      "function app.team()",
    ]);
  });

  it("name every kind where they give none, and the whole name", () => {
    expect(left({ object: "app" })).toHaveLength(12);
    expect(left({ object: "team" })).toEqual([]);
    expect(left({ object: "app.team_????" })).toEqual([]);
    expect(left({ kind: "table", object: "*.*a*" })).toEqual([
      "table app.team",
      "column app.team.id",
      "sequence app.team.team_id_seq",
      "sequence app.team_id_seq",
      "constraint team_pkey on app.team",
      "table app.team_2026",
      "statistics app.team",
      "table appendix.page",
    ]);
  });

  it("cover what can't be read, too", () => {
    const { catalog: kept } = applyIgnoreRules(catalog, [
      { kind: "server", object: "far", reason: "another team's" },
    ]);
    expect(kept.unmodeled).toEqual([{ kind: "user mapping", object: "PUBLIC on server app" }]);
  });

  it("are counted one by one, with their reasons", () => {
    const { ignored } = applyIgnoreRules(catalog, [
      { kind: "table", object: "app.team", reason: "moved soon" },
      { kind: "table", object: "app.tea", reason: "gone" },
      { object: "*", reason: "all" },
    ]);
    expect(ignored).toMatchObject([
      { kind: "table", object: "app.team", reason: "moved soon", count: 5 },
      { kind: "table", object: "app.tea", reason: "gone", count: 0, objects: [] },
      { kind: null, object: "*", reason: "all", count: 16 },
    ]);
    // Each is named, in the order of kinds and names.
    for (const { count, objects } of ignored) expect(objects).toHaveLength(count);
    const names = ignored[0]!.objects!.map(({ kind, object }) => `${kind} ${object}`);
    expect(names).toContain("table app.team");
    expect(names).toEqual(names.toSorted());
  });

  it("leave the catalog as it is where there are none", () => {
    expect(applyIgnoreRules(catalog, [])).toEqual({ catalog, ignored: [] });
  });
});
