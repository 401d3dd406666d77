import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readSqlSource } from "../../src/sources/sql.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "dbfirst-sql-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(directory, "sql", file)), { recursive: true });
    writeFileSync(join(directory, "sql", file), "select 1;");
  }
}
const names = () =>
  readSqlSource(directory, { name: "app", directory: "sql" }).migrations.map(({ name }) => name);

it("Better Auth's names run in the order of time, with and without a label", () => {
  write(
    "2026-02-17T08-30-00.000Z-audit.sql",
    "2025-12-25T13-10-31.651Z.sql",
    "2026-02-17T08-30-00.000Z.sql",
  );
  expect(names()).toEqual([
    "2025-12-25T13-10-31.651Z.sql",
    "2026-02-17T08-30-00.000Z-audit.sql",
    "2026-02-17T08-30-00.000Z.sql",
  ]);
});

it("names are texts: 10_ comes before 2_, and 010_ after 002_", () => {
  write("10_b.sql", "2_a.sql", "002_a.sql", "010_b.sql");
  expect(names()).toEqual(["002_a.sql", "010_b.sql", "10_b.sql", "2_a.sql"]);
});

it("a down script is none, whatever its case; one that is merely called so is", () => {
  write(
    "1.sql",
    "1.down.sql",
    "2.up.SQL",
    "2.DOWN.SQL",
    "down.sql",
    "3.down.v2.sql",
    "4.markdown.sql",
  );
  expect(names()).toEqual(["1.sql", "2.up.SQL", "3.down.v2.sql", "4.markdown.sql", "down.sql"]);
});

it("what editors, macOS and version control leave about is none", () => {
  write("1.sql", ".1.sql.swp", "._1.sql", "1.sql~", "#1.sql#", "1.sql.orig", "1.sql.bak", ".2.sql");
  symlinkSync("somebody@host.1234", join(directory, "sql", ".#1.sql"));
  expect(names()).toEqual(["1.sql"]);
});

it("a link to a file is a file, one to a folder is a folder, one to nothing is an error", () => {
  write("1.sql", "old.sql/0.sql");
  writeFileSync(join(directory, "shared.sql"), "select 2;");
  symlinkSync("../shared.sql", join(directory, "sql", "2.sql"));
  symlinkSync("old.sql", join(directory, "sql", "3.sql"));
  expect(names()).toEqual(["1.sql", "2.sql"]);
  symlinkSync("nowhere", join(directory, "sql", "4.sql"));
  expect(names).toThrow("sql/4.sql can't be read");
});

it.skipIf(process.platform !== "linux")("a name that isn't UTF-8 is an error that says so", () => {
  write("1.sql");
  execFileSync("sh", ["-c", `touch "$(printf 'caf\\351.sql')"`], { cwd: join(directory, "sql") });
  expect(names).toThrow("the file's name isn't UTF-8");
});
