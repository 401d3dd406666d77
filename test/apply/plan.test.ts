import { describe, expect, it } from "vitest";
import type { LedgerRow } from "../../src/apply/ledger.ts";
import { plan } from "../../src/apply/plan.ts";
import type { AppliedMigration, Source } from "../../src/sources/source.ts";

const source = (name: string, ...migrations: string[]): Source => ({
  name,
  migrations: migrations.map((migration) => ({
    source: name,
    name: migration,
    file: `${name}/${migration}`,
    text: "",
    checksum: `sum of ${migration}`,
  })),
});
const row = (migration: string, overrides: Partial<LedgerRow> = {}): LedgerRow => ({
  source: "a",
  migration,
  checksum: `sum of ${migration}`,
  finished: true,
  startedAt: new Date(0),
  ...overrides,
});
const states = (
  sources: Source[],
  ledger: LedgerRow[],
  recorded: [string, AppliedMigration[]][] = [],
): [string, string][] =>
  plan(sources, ledger, new Map(recorded)).map((item) => [
    item.name,
    item.outOfOrder ? `${item.state}, out of order` : item.state,
  ]);

describe("plan", () => {
  it("keeps the order of sources and of their migrations", () => {
    expect(states([source("b", "2", "1"), source("a", "3")], [])).toEqual([
      ["2", "pending"],
      ["1", "pending"],
      ["3", "pending"],
    ]);
  });

  it("tells applied, changed, interrupted, missing and out of order apart", () => {
    expect(
      states(
        [source("a", "1", "2", "3", "4", "5")],
        [row("1"), row("3", { checksum: "another" }), row("4", { finished: false }), row("gone")],
      ),
    ).toEqual([
      ["1", "applied"],
      ["2", "pending, out of order"],
      ["3", "changed"],
      ["4", "interrupted"],
      ["5", "pending"],
      ["gone", "missing"],
    ]);
  });

  it("takes a program's own records for what is applied, and the ledger for what its files held then", () => {
    const records = { table: "t", select: "", applied: () => [], ranAt: () => "now()" };
    const program = { ...source("a", "1", "2", "3", "4"), records };
    const ran = (name: string, mark: string) => ({ name, checksum: undefined, mark });
    expect(
      states(
        [program],
        [
          row("1", { mark: "17", checksum: "another" }),
          row("2", { mark: "17", checksum: "another" }),
          row("4", { mark: "17" }),
          row("taken back and removed", { mark: "17" }),
          row("removed", { mark: "18" }),
        ],
        [["a", [ran("1", "17"), ran("2", "99"), ran("3", "17"), ran("removed", "18")]]],
      ),
    ).toEqual([
      ["1", "changed"],
      // Ran again since, by its own program.
      ["2", "applied"],
      ["3", "applied"],
      ["4", "pending"],
      ["removed", "missing"],
    ]);
  });

  it("reports rows of a source that is no longer configured", () => {
    expect(states([source("a", "1")], [row("1"), row("x", { source: "z" })])).toContainEqual([
      "x",
      "missing",
    ]);
  });

  it("believes another migrator's bookkeeping, also about what it applied", () => {
    const applied = [
      { name: "1", checksum: "sum of 1" },
      { name: "2", checksum: "edited since" },
    ];
    expect(states([source("a", "1", "2", "3")], [], [["a", applied]])).toEqual([
      ["1", "applied"],
      ["2", "changed"],
      ["3", "pending"],
    ]);
  });

  it("knows a migration again that was renamed, where its own records say that it is applied", () => {
    const renamed = source("a", "1");
    const before = row("0000_step", { checksum: "sum of 1" });
    const applied = [{ name: "1", checksum: "sum of 1" }];
    expect(states([renamed], [before], [["a", applied]])).toEqual([["1", "applied"]]);
    expect(states([renamed], [before])).toEqual([
      ["1", "pending"],
      ["0000_step", "missing"],
    ]);
  });
});
