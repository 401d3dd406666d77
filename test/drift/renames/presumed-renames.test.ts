import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { compareFacts } from "../../../src/drift/compare/compare.ts";
import { presumedRenames } from "../../../src/drift/renames/presumed-renames.ts";
import { catalogOf, fact } from "../catalogs.ts";

const table = (name: string, columns: number) => [
  fact("table", name),
  ...Array.from({ length: columns }, (_, index) =>
    fact("column", `${name}.c${index}`, { position: index + 1, type: "text" }),
  ),
];
const key = (table_: string, name: string) =>
  fact("constraint", `${name} on ${table_}`, { type: "primary key" });
const index = (name: string, on: string): Fact => ({ ...fact("index", name), parent: on });
const sequence = (name: string, ownedBy: string) => fact("sequence", name, { ownedBy });

function presumed(before: readonly Fact[], after: readonly Fact[]): string[] {
  return presumedRenames(catalogOf(before), catalogOf(after)).map(
    ({ expected, from, to }) => `${expected.object}: ${from} → ${to}`,
  );
}

describe("a table that was renamed and changed", () => {
  it("is known by a key, an index, a sequence that went with it", () => {
    const changed = ["app.team: team → squad"];
    expect(
      presumed(
        [...table("app.team", 2), key("app.team", "team_pkey")],
        [...table("app.squad", 3), key("app.squad", "team_pkey")],
      ),
    ).toEqual(changed);
    expect(
      presumed(
        [...table("app.team", 2), index("app.by_name", "app.team")],
        [...table("app.squad", 3), index("app.by_name", "app.squad")],
      ),
    ).toEqual(changed);
    expect(
      presumed(
        [...table("app.team", 2), sequence("app.team_id_seq", "app.team.c0")],
        [...table("app.squad", 3), sequence("app.team_id_seq", 'app.squad."C 0"')],
      ),
    ).toEqual(changed);
  });

  it("isn't one that only looks like it, in another schema, or that is still there", () => {
    const team = [...table("app.team", 2), key("app.team", "team_pkey")];
    expect(presumed(team, [...table("app.squad", 2), key("app.squad", "squad_pkey")])).toEqual([]);
    expect(presumed(team, [...table("old.squad", 2), key("old.squad", "team_pkey")])).toEqual([]);
    expect(
      presumed(team, [
        ...table("app.team", 2),
        ...table("app.squad", 2),
        key("app.squad", "team_pkey"),
      ]),
    ).toEqual([]);
  });

  it("isn't one of two whose names went two ways", () => {
    const before = [
      ...table("app.team", 2),
      key("app.team", "team_pkey"),
      index("app.by_name", "app.team"),
    ];
    const after = [
      ...table("app.squad", 2),
      key("app.squad", "team_pkey"),
      ...table("app.crew", 2),
      index("app.by_name", "app.crew"),
    ];
    expect(presumed(before, after)).toEqual([]);
    expect(presumed(after, before)).toEqual([]);
  });
});

it(
  "hundreds of tables that were renamed and changed are told in seconds",
  { timeout: 15_000 },
  () => {
    const tables = (name: string, type: string) =>
      Array.from({ length: 500 }, (_, number) => [
        fact("table", `app.${name}_${number}`),
        ...["a", "b", "c", "d"].map((column, at) =>
          fact("column", `app.${name}_${number}.${column}`, { position: at + 1, type }),
        ),
        key(`app.${name}_${number}`, `key_${number}`),
      ]).flat();
    const [before, after] = [tables("team", "text"), tables("squad", "integer")];
    const findings = compareFacts(catalogOf(before), catalogOf(after));
    expect(findings.filter(({ attribute }) => attribute === "name")).toHaveLength(500);
    expect(findings.filter(({ attribute }) => attribute === "type")).toHaveLength(2000);
  },
);
