import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScriptError } from "../../src/errors.ts";
import { readSources } from "../../src/sources/read-sources.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "dbfirst-sources-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(join(directory, file)), { recursive: true });
  writeFileSync(join(directory, file), content);
}

const sql = { name: "auth", kind: "sql", directory: "sql" } as const;
const drizzle = { name: "drizzle", kind: "drizzle", directory: "drizzle" } as const;
const read = (...sources: Parameters<typeof readSources>[0]["sources"]) =>
  readSources({
    directory,
    sources,
    drizzleMigrationsTable: { schema: "drizzle", table: "__drizzle_migrations" },
  });

describe("a folder of SQL files", () => {
  it("runs in the order of names by code unit, without down files, folders and other files", () => {
    for (const name of [
      "b.sql",
      "B.sql",
      "a.sql",
      "ä.sql",
      "10.sql",
      "9.sql",
      "a.down.sql",
      "notes.txt",
    ]) {
      write(`sql/${name}`, "select 1");
    }
    write("sql/nested/x.sql", "select 1");
    const [source] = read(sql);
    expect(source!.migrations.map(({ name }) => name)).toEqual([
      "10.sql",
      "9.sql",
      "B.sql",
      "a.sql",
      "b.sql",
      "ä.sql",
    ]);
  });

  it("takes NAME.down.sql for the way back of NAME.sql, else of NAME.up.sql", () => {
    for (const name of ["1.sql", "1.down.sql", "1.up.sql", "2.up.sql", "2.down.sql", "3.up.sql"])
      write(`sql/${name}`, `select '${name}'`);
    const [source] = read(sql);
    expect(source!.migrations.map(({ name, down }) => [name, down?.file])).toEqual([
      ["1.sql", "sql/1.down.sql"],
      ["1.up.sql", undefined],
      ["2.up.sql", "sql/2.down.sql"],
      ["3.up.sql", undefined],
    ]);
  });

  it.each([
    ["dbmate", "-- migrate:up transaction:false\nselect 1;\n--migrate:down\nselect 2;\n"],
    ["goose", "-- +goose Up\nselect 1;\n-- +goose Down\nselect 2;\n"],
    ["sql-migrate", "-- +migrate Up\r\nselect 1;\r\n-- +migrate Down\r\nselect 2;\r\n"],
    [undefined, "-- +goose Up\nselect 1;\n"],
    [undefined, "select '\n -- migrate:up\n -- migrate:down\n';"],
  ])("knows what is written for %s", (system, text) => {
    write("sql/1.sql", text);
    expect(read(sql)[0]!.migrations[0]!.writtenFor).toBe(system);
  });

  it("knows each file by the SHA-256 of its bytes", () => {
    const bytes = Buffer.from("\uFEFFselect 'ö';\n");
    write("sql/1.sql", bytes);
    const [migration] = read(sql)[0]!.migrations;
    expect(migration).toMatchObject({
      source: "auth",
      file: "sql/1.sql",
      checksum: createHash("sha256").update(bytes).digest("hex"),
    });
    expect(Buffer.from(migration!.text)).toEqual(bytes);
  });

  it("takes line endings that a checkout turned for the same file", () => {
    write("sql/1.sql", "select 1;\r\n\rselect 2;\r\n\r\n");
    write("sql/2.sql", "select 1;\n\rselect 2;\n\n");
    const [turned, unix] = read(sql)[0]!.migrations;
    expect(turned!.checksum).toBe(unix!.checksum);
    expect(unix!.checksum).toBe(
      createHash("sha256").update("select 1;\n\rselect 2;\n\n").digest("hex"),
    );
  });

  it("refuses a missing folder, and one without SQL files", () => {
    expect(() => read(sql)).toThrow('The folder sql/ of source "auth" doesn\'t exist');
    mkdirSync(join(directory, "sql"));
    expect(() => read(sql)).toThrow('sql/ holds no .sql file (source "auth")');
  });

  it("says what writes Better Auth's first file", () => {
    const betterAuth = { ...sql, kind: "better-auth" } as const;
    const hint = expect.stringContaining("`dbfirst auth generate` writes its first file.");
    expect(() => read(betterAuth)).toThrow(
      expect.objectContaining({ code: "SOURCE_MISSING", hint }),
    );
    mkdirSync(join(directory, "sql"));
    expect(() => read(betterAuth)).toThrow(expect.objectContaining({ code: "SOURCE_EMPTY", hint }));
  });

  it.each([
    ["Latin-1", Buffer.from("select 1;\n-- caf\xe9 \n", "latin1"), 2, 7, "-f WINDOWS-1252 -t"],
    [
      "a broken sequence after good ones",
      Buffer.from([0xc3, 0xa4, 0xe2, 0x82, 0x41]),
      1,
      2,
      "iconv",
    ],
    ["a sequence cut off by the end", Buffer.from([0x61, 0xf0, 0x9f, 0x98]), 1, 2, "iconv"],
    ["a NUL", Buffer.from("a\nb\0c"), 2, 2, "take it out"],
    ["UTF-16", Buffer.from("\uFEFFselect", "utf16le"), 1, 1, "-f UTF-16 -t"],
    ["UTF-16 without a mark", Buffer.from("select", "utf16le"), 1, 2, "-f UTF-16LE -t"],
    ["the other UTF-16", Buffer.from("select", "utf16le").swap16(), 1, 1, "-f UTF-16BE -t"],
  ])("names line and column of the first byte that isn't UTF-8: %s", (_, ...expected) => {
    const [bytes, line, column, hint] = expected;
    write("sql/1.sql", bytes);
    let error: unknown;
    try {
      read(sql);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ScriptError);
    expect((error as ScriptError).position).toEqual({ file: "sql/1.sql", line, column });
    expect((error as ScriptError).hint).toContain(hint);
  });

  it("says what to do when there is no source at all", () => {
    expect(() => read()).toThrow("No migrations found");
  });
});

describe("Drizzle's migrations", () => {
  it("reads the folders of drizzle-kit 1.0, and leaves other files alone", () => {
    write("drizzle/20260102030405_second/migration.sql", "select 2");
    write("drizzle/20260101000000_first/migration.sql", "select 1");
    write("drizzle/20260101000000_first/snapshot.json", "{}");
    write("drizzle/catalog.json", "{}");
    const [source] = read(drizzle);
    expect(source!.migrations.map(({ name, file }) => [name, file])).toEqual([
      ["20260101000000_first", "drizzle/20260101000000_first/migration.sql"],
      ["20260102030405_second", "drizzle/20260102030405_second/migration.sql"],
    ]);
    expect(source!.bookkeeping!.record(source!.migrations[1]!)).toContain(
      String(Date.UTC(2026, 0, 2, 3, 4, 5)),
    );
  });

  it("reads the journal of drizzle-kit 0.31", () => {
    write("drizzle/0000_first.sql", "select 1");
    write("drizzle/0001_second.sql", "select 2");
    write(
      "drizzle/meta/_journal.json",
      JSON.stringify({
        entries: [
          { idx: 1, when: 2000, tag: "0001_second" },
          { idx: 0, when: 1000, tag: "0000_first" },
        ],
      }),
    );
    const [source] = read(drizzle);
    expect(source!.migrations.map(({ name }) => name)).toEqual(["0000_first", "0001_second"]);
    expect(source!.bookkeeping!.record(source!.migrations[0]!)).toContain("1000");
  });

  it("refuses a journal with conflict markers and a folder without a timestamp", () => {
    write("drizzle/meta/_journal.json", "<<<<<<< HEAD\n{}");
    expect(() => read(drizzle)).toThrow("drizzle/meta/_journal.json isn't valid JSON");
    rmSync(join(directory, "drizzle"), { recursive: true });
    write("drizzle/first/migration.sql", "select 1");
    expect(() => read(drizzle)).toThrow(
      "drizzle/first: expected a name like 20251225131031_add_projects",
    );
  });
});

describe("two migrations that can't be told apart are refused", () => {
  it("node-pg-migrate's of the same name, in two languages", () => {
    write("migrations/1_a.sql", "select 1");
    write("migrations/1_a.ts", "export const up = () => {};");
    const app = { name: "app", kind: "node-pg-migrate", directory: "migrations" } as const;
    expect(() => read(app)).toThrow(
      /^migrations\/1_a\.(sql|ts) and migrations\/1_a\.(ts|sql) have the same name \(source "app"\)$/,
    );
  });

  it("one that Drizzle's journal has twice, as after a merge", () => {
    write("drizzle/0000_a.sql", "select 1");
    const entries = [0, 1].map((idx) => ({ idx, when: 1000 + idx, tag: "0000_a" }));
    write("drizzle/meta/_journal.json", JSON.stringify({ entries }));
    expect(() => read(drizzle)).toThrow(
      expect.objectContaining({
        code: "MIGRATION_DUPLICATE",
        message: 'drizzle/0000_a.sql is listed twice (source "drizzle")',
      }),
    );
  });

  it("a file of two sources; programs may share a folder", () => {
    write("sql/1.sql", "select 1");
    const program = { name: "api", kind: "command", directory: "sql", up: "make" } as const;
    expect(read(sql, program, { ...program, name: "web" })).toHaveLength(3);
    expect(() => read(sql, { ...sql, name: "again" })).toThrow(
      'sql/1.sql belongs to two sources, "auth" and "again", and would run twice',
    );
  });
});

describe("the folder of a program's migrations", () => {
  const program = { name: "api", kind: "command", directory: "versions", up: "make" } as const;
  const checksum = () => read(program)[0]!.migrations[0]!.checksum;

  it("is another one when a file of it is changed, added, renamed or taken away, and not for what programs leave", () => {
    write("versions/1.py", "one");
    const seen = [checksum()];
    const expectAnother = () => {
      expect(seen).not.toContain(checksum());
      seen.push(checksum());
    };
    write("versions/sub/2.py", "two");
    expectAnother();
    write("versions/1.py", "other");
    expectAnother();
    renameSync(join(directory, "versions/1.py"), join(directory, "versions/01.py"));
    expectAnother();
    write("versions/__pycache__/1.pyc", "");
    write("versions/.DS_Store", "");
    write("versions/01.py~", "");
    expect(checksum()).toBe(seen.at(-1));
  });

  it("may hold links: of one to a file the content counts, of another where it leads, in circles and to nothing", () => {
    write("versions/1.py", "one");
    write("shared/2.py", "two");
    const before = checksum();
    symlinkSync("../shared/2.py", join(directory, "versions/2.py"));
    symlinkSync("..", join(directory, "versions/round"));
    symlinkSync("nowhere", join(directory, "versions/gone"));
    symlinkSync("self", join(directory, "versions/self"));
    const linked = checksum();
    expect(linked).not.toBe(before);
    write("shared/2.py", "another");
    expect(checksum()).not.toBe(linked);
  });
});
