import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { endStatements } from "../../src/sources/drizzle-breakpoints.ts";
import {
  drizzleBookkeeping,
  type DrizzleMigration,
} from "../../src/sources/drizzle-bookkeeping.ts";

const at = { schema: "drizzle", table: "__drizzle_migrations" };
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

function migration(name: string, createdAt: number): DrizzleMigration {
  const text = `select '${name}';\n`;
  const checksum = hash(text);
  return {
    migration: { source: "drizzle", name, file: `drizzle/${name}`, text, checksum },
    createdAt,
    hashes: [checksum, hash(text.replaceAll("\n", "\r\n"))],
  };
}

const second = Date.UTC(2026, 0, 1);
const [a, b, c] = [
  migration("a", second),
  migration("b", second + 1000),
  migration("c", second + 1000),
];
const row = (one: DrizzleMigration, overrides: Record<string, unknown> = {}) => ({
  name: null,
  hash: one.hashes[0],
  // As the driver gives a bigint.
  created_at: String(one.createdAt),
  ...overrides,
});
const applied = (line: "journal" | "folders", ...rows: Record<string, unknown>[]) =>
  drizzleBookkeeping([a, b, c], at, line)
    .applied(rows)
    .map(({ name, checksum }) => [name, checksum]);

describe("a row of Drizzle's table", () => {
  it("without a name is known by its second, and by its hash where that isn't one migration's", () => {
    const rows = [
      row(a, { created_at: String(second + 123) }),
      row(c),
      row(b, { created_at: null }),
    ];
    expect(applied("folders", ...rows)).toEqual([
      ["a", a.migration.checksum],
      ["c", c.migration.checksum],
      ["b", b.migration.checksum],
    ]);
  });

  it("of a file that was changed since isn't forgotten: its hash is another", () => {
    expect(applied("folders", row(a, { hash: "other" }))).toEqual([["a", "other"]]);
    expect(applied("folders", row(b, { name: "b", hash: "other" }))).toEqual([["b", "other"]]);
  });

  it("of the same file with other line endings is the same", () => {
    expect(applied("folders", row(a, { hash: a.hashes[1] }))).toEqual([
      ["a", a.migration.checksum],
    ]);
  });

  it("of an unknown migration counts for none, and keeps its name if it has one", () => {
    expect(applied("folders", row(a, { created_at: "1", hash: "?" }))).toEqual([]);
    expect(applied("folders", row(a, { name: "gone" }))).toEqual([["gone", a.hashes[0]]]);
  });

  it("of the journal is known by its very time, also in a table that has names", () => {
    expect(
      applied("journal", row(a), row(a, { created_at: String(second + 123), hash: "?" })),
    ).toEqual([["a", a.migration.checksum]]);
    expect(applied("journal", row(a, { name: "20260101000000_a" }))).toEqual([
      ["a", a.migration.checksum],
    ]);
  });
});

it("the journal's line writes no names, which `drizzle-kit up` would take for its own", () => {
  const journal = drizzleBookkeeping([a], at, "journal");
  expect(journal.create).not.toContain("name");
  expect(journal.record(a.migration)).toContain("(hash, created_at) values");
  expect(drizzleBookkeeping([a], at, "folders").record(a.migration)).toContain(
    "(hash, created_at, name)",
  );
});

describe("a breakpoint", () => {
  const marker = "--> statement-breakpoint";
  it("ends a statement that has no semicolon, without moving a line", () => {
    expect(endStatements(`select 1\n${marker}\nselect 2`)).toBe(`select 1\n;${marker}\nselect 2`);
  });

  it.each([
    `select 1;\n${marker}\nselect 2;`,
    `select 1; -- done\n${marker}\nselect 2;`,
    `-- nothing\n/* at all */\n${marker}\nselect 2`,
    "select 1\n\nselect 2",
  ])("changes nothing in %j", (text) => {
    expect(endStatements(text)).toBe(text);
  });
});
