import { describe, expect, it } from "vitest";
import { parseCatalog, type CatalogText } from "../../src/catalog/fact-text.ts";
import { compareFactOrder, type Catalog } from "../../src/catalog/fact.ts";
import { fingerprint, fingerprintOfText, jsonbText } from "../../src/catalog/fingerprint.ts";
import {
  applyIgnoreRules,
  withoutIgnored,
  withoutIgnoredObjects,
} from "../../src/catalog/without-ignored.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
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

describe("rules for an attribute", () => {
  const sizes = catalogOf([
    fact("table", "app.team", {
      comment: "Teams",
      options: { fillfactor: "70" },
      privileges: { reader: ["SELECT"], writer: ["ALL"] },
    }),
    fact("column", "app.team.id", { position: 1, type: "integer", notNull: true, comment: "Key" }),
    fact("column", "app.team.slug", { position: 2, type: "text", notNull: true }),
  ]);
  const texts: CatalogText = {
    ...sizes,
    facts: sizes.facts.map((entry) => ({ ...entry, attributes: jsonbText(entry.attributes) })),
  };

  it.each([
    ["comment", ["options", "privileges"], 1],
    ["com*", ["options", "privileges"], 1],
    ["options.fillfactor", ["comment", "privileges"], 1],
    ["privileges.reader", ["comment", "options", "privileges"], 1],
    ["privileges.*", ["comment", "options"], 1],
    ["tablespace", ["comment", "options", "privileges"], 0],
  ])(
    "leave %s out of the objects that they name, and nothing of what stands on them",
    (attribute, rest, count) => {
      const rules = [{ kind: "table", object: "app.*", attribute, reason: "a test" }];
      const { catalog: kept, ignored } = applyIgnoreRules(sizes, rules);
      expect(Object.keys(kept.facts[0]!.attributes)).toEqual(rest);
      expect(kept.facts.slice(1)).toEqual(sizes.facts.slice(1));
      expect(ignored).toMatchObject([{ attribute, count }]);
      // The text that fingerprints are made of, as PostgreSQL would have sent it without the attribute.
      const { catalog: text } = applyIgnoreRules(texts, rules);
      expect(fingerprintOfText(text.facts)).toBe(fingerprint(kept.facts));
      expect(parseCatalog(text)).toEqual({ ...kept, facts: kept.facts.toSorted(compareFactOrder) });
    },
  );

  it("leave the order of a table's columns out, with their positions", () => {
    const rules = [{ object: "app.team", attribute: "columnOrder", reason: "a test" }];
    const { catalog: kept, ignored } = applyIgnoreRules(sizes, rules);
    expect(ignored).toMatchObject([{ count: 1, objects: [{ kind: "table", object: "app.team" }] }]);
    const moved = catalogOf([
      sizes.facts[0]!,
      fact("column", "app.team.id", {
        position: 2,
        type: "integer",
        notNull: true,
        comment: "Key",
      }),
      fact("column", "app.team.slug", { position: 1, type: "text", notNull: true }),
    ]);
    expect(compareFacts(sizes, moved)).toHaveLength(1);
    expect(compareFacts(kept, withoutIgnored(moved, rules))).toEqual([]);
  });

  it("add up", () => {
    const { catalog: kept, ignored } = applyIgnoreRules(sizes, [
      { object: "*", attribute: "comment", reason: "a test" },
      { object: "*", attribute: "options", reason: "a test" },
      { kind: "column", object: "app.team.slug", reason: "a test" },
    ]);
    expect(ignored.map(({ count }) => count)).toEqual([2, 1, 1]);
    expect(kept.facts.map(({ attributes }) => Object.keys(attributes))).toEqual([
      ["privileges"],
      ["position", "type", "notNull"],
    ]);
    expect(
      withoutIgnoredObjects(sizes, [{ object: "*", attribute: "comment", reason: "a test" }]),
    ).toEqual(sizes);
  });
});
