import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { reportDrift } from "../../../src/drift/report.ts";
import { catalogOf, fact } from "../catalogs.ts";

const select = ["SELECT"];

/** `this database roles.ada "ada" → "bea": out-of-band` */
function told(before: readonly Fact[], after: readonly Fact[]): string[] {
  const [expected, actual] = [catalogOf(before), catalogOf(after)];
  return reportDrift({
    expected: { side: "committed", catalog: expected },
    actual: { side: "database", catalog: actual },
    migrations: expected,
  }).findings.map(({ object, attribute, expected: was, actual: is, cause }) =>
    [object, attribute, JSON.stringify(was), "→", `${JSON.stringify(is)}: ${cause}`].join(" "),
  );
}

const named = (role: string): Fact[] => [
  fact("table", "app.a", { privileges: { [role]: select } }),
  fact("table", "app.b", { owner: role, rowType: { privileges: { [role]: ["USAGE"] } } }),
  fact("policy", "mine on app.a", { roles: ["abe", role].toSorted() }),
  fact("extension", "x", { memberPrivileges: { "view v": { [role]: select } } }),
  { ...fact("user mapping", `${role} on server far`), parent: "far" },
  {
    ...fact("default privileges", `tables for role ${role}`, { privileges: { PUBLIC: select } }),
    parent: null,
  },
];

describe("a role", () => {
  it("that is called otherwise wherever it is named is one finding, with its cause", () => {
    const once = ['this database roles.ada "ada" → "bea": out-of-band'];
    expect(told(named("ada"), named("bea"))).toEqual(once);
    expect(told(named("ada"), named('"B b"'))).toEqual([once[0]!.replace('"bea"', '"\\"B b\\""')]);
    expect(told(named("role"), named("bea"))).toEqual([once[0]!.replaceAll("ada", "role")]);
  });

  it("is another one where it is still named, or where only one fact names it", () => {
    const more = fact("table", "app.c", { privileges: { ada: select } });
    expect(told([...named("ada"), more], [...named("bea"), more]).length).toBeGreaterThan(6);
    const one = (role: string) => [fact("table", "app.a", { privileges: { [role]: select } })];
    expect(told(one("ada"), one("bea"))).toHaveLength(2);
  });

  it("isn't guessed at where two are alike", () => {
    const two = (...roles: string[]) =>
      ["app.a", "app.b"].map((name) =>
        fact("table", name, {
          privileges: Object.fromEntries(roles.map((role) => [role, select])),
        }),
      );
    expect(told(two("ada", "abe"), two("bea", "bob"))).toHaveLength(8);
  });

  it("that owns what is an administrator's now, or isn't any longer, is one finding", () => {
    const owned = (owner: string, defaults: string) => [
      fact("table", "app.a", { owner }),
      fact("table", "app.b", { owner }),
      { ...fact("default privileges", defaults, { privileges: { abe: select } }), parent: null },
    ];
    const [own, all] = [owned("ada", "tables for role ada"), owned("ADMIN", "tables")];
    expect(told(own, all)).toEqual(['this database roles.ada "ada" → "ADMIN": out-of-band']);
    expect(told(all, own)).toEqual(['this database roles.ada "ADMIN" → "ada": out-of-band']);
    const left = fact("table", "app.c", { owner: "ada" });
    expect(told([...own, left], [...all, left]).length).toBeGreaterThan(2);
  });
});
