import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/catalog/fact.ts";
import { mergeReports } from "../../src/drift/merge.ts";
import { reportDrift, type DriftInput } from "../../src/drift/report.ts";
import { catalogOf, fact } from "./catalogs.ts";

const column = (name: string, type: string) => fact("column", `app.team.${name}`, { type });

interface Sides {
  committed: readonly Fact[];
  /** What all SQL files give. */
  migrations: readonly Fact[];
  /** What the applied ones give; undefined: that can't be had. */
  applied?: readonly Fact[] | undefined;
  /** What the embedded database holds. */
  embedded: readonly Fact[];
  pending?: DriftInput["pending"];
}

function merged({ committed, migrations, applied, embedded, pending }: Sides) {
  const expected = { side: "committed", catalog: catalogOf(committed) } as const;
  return mergeReports(
    reportDrift({
      expected,
      actual: { side: "migrations", catalog: catalogOf(migrations) },
      migrations: catalogOf(migrations),
    }),
    reportDrift({
      expected,
      actual: { side: "database", catalog: catalogOf(embedded) },
      pending,
      migrations: catalogOf(migrations),
      applied: applied === undefined ? undefined : catalogOf(applied),
      thorough: true,
    }),
  );
}

const pending = [{ source: "sql", migration: "2.sql", state: "pending" }] as const;
const [old, fresh] = [[column("slug", "text")], [column("slug", "uuid")]];

describe("mergeReports", () => {
  it("is in sync where the embedded database only lacks what is pending", () => {
    expect(
      merged({ committed: fresh, migrations: fresh, applied: old, embedded: old, pending }),
    ).toMatchObject({ verdict: "in-sync", actual: "migrations", findings: [], pending });
  });

  it("keeps what was done by hand, beside a pending migration", () => {
    const byHand = column("note", "text");
    expect(
      merged({
        committed: fresh,
        migrations: fresh,
        applied: old,
        embedded: [...old, byHand],
        pending,
      }),
    ).toMatchObject({
      verdict: "drift",
      actual: "database",
      findings: [{ object: "app.team.note", cause: "out-of-band" }],
    });
  });

  it("keeps what was done by hand and looks like what is pending", () => {
    const [later, byHand] = [column("later", "text"), column("by_hand", "text")];
    const report = merged({
      committed: [...old, later],
      migrations: [...old, later],
      applied: old,
      embedded: [...old, byHand],
      pending,
    });
    expect(report).toMatchObject({
      verdict: "drift",
      findings: [{ object: "app.team.by_hand", change: "added", cause: "out-of-band" }],
    });
  });

  it("keeps what nobody can explain", () => {
    const unexplained = merged({ committed: fresh, migrations: fresh, embedded: old, pending });
    expect(unexplained).toMatchObject({
      verdict: "drift",
      actual: "database",
      findings: [{ object: "app.team.slug", attribute: "type", cause: "unknown" }],
    });
  });

  it("tells each difference once, and sorts all of them", () => {
    const { findings, actual } = merged({
      committed: [column("b", "text"), column("c", "text")],
      migrations: [column("b", "uuid"), column("c", "text")],
      applied: [column("b", "uuid"), column("c", "text")],
      embedded: [column("a", "text"), column("b", "date"), column("c", "date")],
    });
    expect(findings.map(({ object, cause }) => [object, cause])).toEqual([
      ["app.team.a", "out-of-band"],
      ["app.team.b", "stale-files"],
      ["app.team.c", "out-of-band"],
    ]);
    expect(actual).toBe("migrations");
  });

  it("takes over what is known of the embedded database alone", () => {
    const sides = { committed: old, migrations: old, applied: old };
    const plan = { statements: [], reason: "no way", leaves: [] };
    const repair = { revert: plan, keep: plan };
    const clean = reportDrift({
      expected: { side: "committed", catalog: catalogOf(old) },
      actual: { side: "migrations", catalog: catalogOf(old) },
    });
    const drifted = { ...merged({ ...sides, embedded: fresh }), repair, unexplained: "why not" };
    expect(mergeReports(clean, drifted)).toMatchObject({
      verdict: "drift",
      repair,
      unexplained: "why not",
    });
  });

  it("knows what a pull took over from the embedded database", () => {
    expect(
      merged({ committed: fresh, migrations: old, applied: old, embedded: fresh }),
    ).toMatchObject({
      verdict: "drift",
      findings: [{ object: "app.team.slug", cause: "out-of-band", fix: { command: null } }],
    });
  });

  it.each(["changed", "missing", "interrupted"] as const)(
    "is drift where the embedded database's ledger says %s",
    (state) => {
      expect(
        merged({
          committed: old,
          migrations: old,
          embedded: old,
          pending: [{ source: "sql", migration: "1.sql", state }],
        }),
      ).toMatchObject({ verdict: "drift", findings: [] });
    },
  );

  it("can't tell where the embedded database holds what can't be compared", () => {
    const alike = { verdict: "in-sync", findings: [], files: [], pending: [] };
    const report = merged({ committed: old, migrations: old, embedded: old });
    expect(report).toMatchObject(alike);
    const odd = { ...report, unmodeled: [{ kind: "user mapping", object: "PUBLIC on server s" }] };
    expect(mergeReports(report, odd)).toMatchObject({
      verdict: "unknown",
      unmodeled: odd.unmodeled,
    });
  });
});
