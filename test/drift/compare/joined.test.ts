import { describe, expect, it } from "vitest";
import type { FactKind, FactValue } from "../../../src/catalog/fact.ts";
import { reportDrift } from "../../../src/drift/report.ts";
import { catalogOf, fact } from "../catalogs.ts";

/** What is told where an object has other attributes, and the migrations, all applied, have those before. */
function toldOf(kind: FactKind, object: string, before: Attributes, after: Attributes) {
  const committed = catalogOf([fact(kind, object, before)]);
  const actual = catalogOf([fact(kind, object, after)]);
  const { findings } = reportDrift({
    expected: { side: "committed", catalog: committed },
    actual: { side: "database", catalog: actual },
    migrations: committed,
  });
  return findings.map((finding) => [
    finding.attribute,
    finding.expected,
    finding.actual,
    finding.cause,
  ]);
}

type Attributes = Record<string, FactValue>;

describe("attributes that one clause sets together", () => {
  const key = { type: "foreign key" };

  it("are told as one, which says what both are", () => {
    const deferred = { ...key, deferrable: true, initiallyDeferred: true };
    expect(toldOf("constraint", "fk on app.team", key, deferred)).toEqual([
      ["deferrable", false, "initially deferred", "out-of-band"],
    ]);
    expect(toldOf("constraint", "fk on app.team", deferred, key)).toEqual([
      ["deferrable", "initially deferred", false, "out-of-band"],
    ]);
  });

  it("are themselves where only one of them changed", () => {
    const before = { ...key, deferrable: true };
    expect(
      toldOf("constraint", "fk on app.team", before, { ...before, initiallyDeferred: true }),
    ).toEqual([["initiallyDeferred", false, true, "out-of-band"]]);
  });

  it("say whether a new NOT NULL was checked", () => {
    const plain = { type: "text", notNull: false };
    const after = { type: "text", notNull: true, notNullConstraint: { notValid: true } };
    expect(toldOf("column", "app.team.name", plain, after)).toEqual([
      ["notNull", false, "not valid", "out-of-band"],
    ]);
  });
});

describe("a column's new type", () => {
  const text = { type: "text", collation: '"C"', storage: "external", compression: "pglz" };

  it("says what the old one had and is gone with it", () => {
    expect(toldOf("column", "app.team.name", text, { type: "integer" })).toEqual([
      ["type", 'text STORAGE external COMPRESSION pglz COLLATE "C"', "integer", "out-of-band"],
    ]);
  });

  it("says the collation that the same clause gave", () => {
    const before = { type: "character varying(20)", collation: '"POSIX"' };
    const after = { type: "text", collation: '"C"', storage: "external" };
    expect(toldOf("column", "app.team.name", before, after)).toEqual([
      ["storage", null, "external", "out-of-band"],
      ["type", 'character varying(20) COLLATE "POSIX"', 'text COLLATE "C"', "out-of-band"],
    ]);
  });

  it("isn't told where only the collation is another", () => {
    expect(toldOf("column", "app.team.name", text, { ...text, collation: '"POSIX"' })).toEqual([
      ["collation", '"C"', '"POSIX"', "out-of-band"],
    ]);
  });
});

describe("keys of one attribute", () => {
  const kind = "text search configuration";

  it("that changed together are told together", () => {
    const before = { mapping: { word: ["simple"], email: ["simple"], url: ["simple"] } };
    const after = { mapping: { word: ["english"], url: ["simple"], file: ["simple"] } };
    expect(toldOf(kind, "app.words", before, after)).toEqual([
      [
        "mapping",
        { email: ["simple"], word: ["simple"] },
        { file: ["simple"], word: ["english"] },
        "out-of-band",
      ],
    ]);
  });

  it("are told by themselves where one of them changed", () => {
    const [before, after] = [{ mapping: { word: ["a"] } }, { mapping: { word: ["b"] } }];
    expect(toldOf(kind, "app.words", before, after)).toEqual([
      ["mapping.word", ["a"], ["b"], "out-of-band"],
    ]);
  });

  it("of a published table are its entry; a table that is called like a key is none", () => {
    const published = (team: Attributes) => ({ tables: { "app.team": team, "app.columns": {} } });
    const filtered = published({ columns: ["id"], where: "(id > 0)" });
    expect(toldOf("publication", "news", filtered, published({}))).toEqual([
      ["tables.app.team", { columns: ["id"], where: "(id > 0)" }, {}, "out-of-band"],
    ]);
    expect(toldOf("publication", "news", published({}), { tables: { "app.team": {} } })).toEqual([
      ["tables.app.columns", {}, null, "out-of-band"],
    ]);
  });
});
