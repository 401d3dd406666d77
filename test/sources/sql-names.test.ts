import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SourceError } from "../../src/errors.ts";
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

it("a link to a file is a file", () => {
  write("1.sql", "old/0.sql");
  writeFileSync(join(directory, "shared.sql"), "select 2;");
  symlinkSync("../shared.sql", join(directory, "sql", "2.sql"));
  symlinkSync("old", join(directory, "sql", "3"));
  expect(names()).toEqual(["1.sql", "2.sql"]);
});

it("a file of 0 bytes is a migration that does nothing, as for psql and Drizzle's migrator", () => {
  write("1.sql");
  writeFileSync(join(directory, "sql", "2.sql"), "");
  expect(names()).toEqual(["1.sql", "2.sql"]);
});

describe("what is called like a migration and isn't one", () => {
  beforeEach(() => write("1.sql"));

  it.each<[what: string, make: (path: string) => unknown, says: string]>([
    ["a folder", (path) => mkdirSync(path), "sql/2.sql can't be read: it is a folder"],
    ["a link to a folder", (path) => symlinkSync(".", path), "it is a folder"],
    [
      "a link to nothing",
      (path) => symlinkSync("nowhere", path),
      "it is a link to nowhere, which isn't there",
    ],
    ["a link in a circle", (path) => symlinkSync("2.sql", path), "it is a link in a circle"],
  ])("%s", (_, make, says) => {
    make(join(directory, "sql", "2.sql"));
    expect(names).toThrow(says);
    expect(names).toThrow(SourceError);
  });

  it("a down script that is a link to nothing", () => {
    symlinkSync("nowhere", join(directory, "sql", "1.down.sql"));
    expect(names).toThrow("sql/1.down.sql can't be read: it is a link to nowhere");
  });

  it("a file that is larger than a text can be isn't read", () => {
    write("1.sql");
    truncateSync(join(directory, "sql", "1.sql"), 2 ** 29);
    expect(names).toThrow("sql/1.sql can't be read: it has more than 511 MB");
  });
});

describe.skipIf(process.platform === "win32")("what only Unix has", () => {
  beforeEach(() => write("1.sql"));
  const path = (name: string) => join(directory, "sql", name);

  it("a pipe isn't opened, which would never end", () => {
    execFileSync("mkfifo", [path("2.sql")]);
    expect(names).toThrow("sql/2.sql can't be read: it is a named pipe (FIFO)");
  });

  it("a device isn't read", () => {
    symlinkSync("/dev/zero", path("2.sql"));
    expect(names).toThrow("sql/2.sql can't be read: it is a device");
  });

  it("a socket isn't opened", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path("2.sql"), resolve));
    try {
      expect(names).toThrow("sql/2.sql can't be read: it is a socket");
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("a name with a line break is refused, and shown in one line", () => {
    writeFileSync(path("2\n.sql"), "select 1;");
    expect(names).toThrow(String.raw`sql/: the name "2\n.sql" holds a line break`);
  });

  it("a file that isn't one's to read", () => {
    writeFileSync(path("2.sql"), "select 1;", { mode: 0o000 });
    chmodSync(directory, 0o755);
    asNobody(() => expect(names).toThrow("sql/2.sql can't be read: permission denied"));
  });
});

/** Root may read everything. */
function asNobody(work: () => void): void {
  const isRoot = process.getuid!() === 0;
  if (isRoot) process.seteuid!(65534);
  try {
    work();
  } finally {
    if (isRoot) process.seteuid!(0);
  }
}

it.skipIf(process.platform !== "linux")("a name that isn't UTF-8 is an error that says so", () => {
  write("1.sql");
  execFileSync("sh", ["-c", `touch "$(printf 'caf\\351.sql')"`], { cwd: join(directory, "sql") });
  expect(names).toThrow("the file's name isn't UTF-8");
});
