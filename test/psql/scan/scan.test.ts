import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Permissions } from "../../../src/psql/permissions.ts";
import { ScriptScan, type ScanOptions } from "../../../src/psql/scan/scan.ts";
import { lastSuspicion, Suspicion } from "../../../src/psql/scan/suspicious.ts";
import { toBytes } from "../../../src/psql/text/bytes.ts";
import { projectFolder } from "../../support/project-folder.ts";
import { seeded } from "../fuzz/random.ts";

const settings: ScanOptions["settings"] = {
  host: "here",
  port: 5432,
  user: "u",
  password: undefined,
  database: "d",
  ssl: { mode: "disable" },
  connectTimeout: undefined,
  parameters: {},
};

function permissions(root: string): Permissions {
  return {
    roots: [root],
    servers: ["friend"],
    environment: false,
    shell: undefined,
    advice: (wish) => wish.kind,
  };
}

async function scan(
  text: string,
  options: Partial<ScanOptions> & { files?: Record<string, string> } = {},
) {
  const cwd = await projectFolder({ ...options.files, "a.sql": text });
  const env = { HOME: "/elsewhere/home" };
  const scanner = new ScriptScan({ permissions: permissions(cwd), cwd, settings, env, ...options });
  const found = scanner.file("a.sql");
  if (found === undefined) return undefined;
  const { file, place, message, advice } = found;
  return { at: `${file}:${place.line}:${place.offset + 1}`, message, advice };
}

describe("what a scan finds before anything runs", () => {
  test.each([
    ["\\! ls", "shell", "\\! ls would run"],
    ["select 1 \\g |cat", "shell", "\\g |cat would run"],
    ["select 1 \\gx (format=csv title=x) | cat", "shell", "\\gx | cat would run"],
    ["\\o | cat", "shell", "would run"],
    ["select 1\\w |cat", "shell", "would run"],
    ["\\copy t from program 'echo x'", "shell", "\\copy from program 'echo x' would run"],
    ["\\copy (select ';') to program 'cat'", "shell", "would run"],
    ["\\set x `ls`", "shell", "`ls` would run"],
    ['\\echo a "b" c`ls`', "shell", "would run"],
    ["\\if `true`\n\\endif", "shell", "would run"],
    ["\\echo a \\\\ select 1; \\! ls", "shell", "would run"],
    ["select E'\\'' \\! ls", "shell", "would run"],
    ["copy (select 'a from stdin') to stdout;\n\\! ls", "shell", "\\! ls would run"],
    [`${"/* a */\n".repeat(60)}select 1; \\! ls`, "shell", "\\! ls would run"],
    ["\\e", undefined, "opens an editor"],
    ["\\ef f 3", undefined, "opens an editor"],
    ["\\setenv A b", "environment", "\\setenv isn't allowed"],
    ["\\i ../x.sql", "path", '"../x.sql" lies outside'],
    ["\\ir '../x y.sql'", "path", "lies outside"],
    ["\\copy t from '/etc/passwd'", "path", "lies outside"],
    ["\\copy t to ../x csv", "path", "lies outside"],
    ["\\o /tmp/x", "path", "lies outside"],
    ["select 1 \\g ../x", "path", "lies outside"],
    ["select 1 \\g (format=csv) ../x", "path", "lies outside"],
    ["\\w ../x", "path", "lies outside"],
    ["\\cd ..", "path", "lies outside"],
    ["\\cd sub\n\\i ../../x", "path", "lies outside"],
    ["\\i ~/x.sql", "path", '"/elsewhere/home/x.sql" lies outside'],
    ["\\copy t from '~/x'", "path", '"/elsewhere/home/x" lies outside'],
    ["\\o missing/../../x", "path", "lies outside"],
    ["\\o /dev/sda", "path", "lies outside"],
    ["\\lo_import ../x", "path", "lies outside"],
    ["\\lo_export 1 ../x", "path", "lies outside"],
    ["\\c - - elsewhere", "server", "another server (elsewhere:5432)"],
    ["\\connect postgres://u@elsewhere/d", "server", "another server"],
    ['\\c d\n\\c "host=elsewhere dbname=d"', "server", "another server"],
    ["\\c - - friend\n\\c - - here", "server", "another server (here:5432)"],
  ])("%j", async (text, advice, message) => {
    expect(await scan(`select 1;\n${text}\n`)).toMatchObject({
      advice,
      message: expect.stringContaining(message),
    });
  });

  test("names file, line and column, also in included files", async () => {
    const files = {
      "parts/b.sql": "-- b\nselect 1; \\ir deeper/c.sql\n",
      "parts/deeper/c.sql": "\\if 0\n\\! no\n\\endif\n\n  \\! ls\n",
    };
    expect(await scan("\\i parts/b.sql", { files })).toMatchObject({
      at: "parts/deeper/c.sql:5:3",
    });
    expect(await scan("\\cd parts\n\\i b.sql", { files })).toMatchObject({
      at: "deeper/c.sql:5:3",
    });
  });

  test("-c commands, which have no file", () => {
    const scanner = new ScriptScan({ permissions: permissions("/x"), cwd: "/x", settings });
    expect(scanner.text(toBytes("\\! ls"), undefined)).toMatchObject({ place: { line: 1 } });
  });
});

describe("what a scan lets pass", () => {
  test.each([
    [
      "branches",
      "\\if :x\n\\! ls\n\\elif 1\n\\set x `ls`\n\\else\n\\i /x\n\\if 1\n\\endif\n\\e\n\\endif\n",
    ],
    ["an include within a branch", "\\if 1\n\\i b.sql\n\\endif\n"],
    ["what a variable names", "\\i :x\n\\o :'x'\n\\copy t from stdin\n1\n\\.\n\\c - - :host\n"],
    ["what follows \\quit", "\\q\n\\! ls\n"],
    [
      "strings, comments, bodies",
      "select '\\! ls', $$\n\\! ls\n$$, \"\n\\! ls\n\" /* \n\\! ls\n*/ -- \\! ls\n;",
    ],
    [
      "COPY's data",
      "copy t from stdin;\n\\! ls\n\\i /x\n\\.\n/* a */ COPY t (a)\nFROM STDIN;\n`\\! ls`\n\\.\n",
    ],
    ["\\copy's data", "\\copy t from stdin csv\n\\! ls\n\\.\n"],
    ["two COPY on one line", "copy t from stdin; copy u from stdin;\n\\! a\n\\.\n\\! b\n\\.\n"],
    ["COPY behind a semicolon", "select 1 \\; copy t from/**/stdin;\n\\! a\n\\.\n"],
    [
      "restricted mode, where nothing runs",
      "\\restrict k\n\\! ls\n\\i /x\n\\unrestrict `ls`\n\\unrestrict k\n",
    ],
    ["unknown commands, which run nothing", "\\nix `ls` \\! ls\n\\dt `ls`\n"],
    ["files that aren't there", "\\i missing.sql\n\\copy t from missing.csv\n"],
    [
      "the same server",
      "\\c other\n\\c - someone\n\\c - - here 5432\n\\c postgres://u@here/d\n\\c - - friend 99\n",
    ],
    ["backslashes that mean something else", "select E'\\o' \\g\nselect 1 \\; select '\\e';\n"],
    ["the standard devices", "\\o /dev/null\n\\copy t from '/dev/stdin'\n\\g /dev/stderr\n"],
    ["a custom-format dump", "PGDMP\x01\n\\! ls\n"],
    ["\\set without backquotes", "\\set x 'a''b' \"c`d\"\n"],
  ])("%s", async (_, text) => {
    const files = { "b.sql": "\\! ls\n" };
    expect(await scan(text, { files })).toBeUndefined();
  });

  test("standard_conforming_strings is followed", async () => {
    const text = "set standard_conforming_strings = off;\nselect 'a\\'\n\\! ls\n';\n";
    expect(await scan(text)).toBeUndefined();
    expect(await scan(text.replace("off", "on"))).toMatchObject({ advice: "shell" });
  });

  test("files that include each other are read once", async () => {
    const files = { "b.sql": "\\i a.sql\n\\i b.sql\n" };
    expect(await scan("\\i b.sql\n\\i a.sql\n", { files })).toBeUndefined();
  });

  test("what isn't a regular file is left to whoever runs it", async () => {
    const cwd = await projectFolder();
    const server = createServer().listen(join(cwd, "pipe"));
    await once(server, "listening");
    const scanner = new ScriptScan({ permissions: permissions(cwd), cwd, settings });
    expect(scanner.file("pipe")).toBeUndefined();
    server.close();
  });
});

describe("a thorough scan", () => {
  test.each([
    ["\\if 0\n\\! ls\n\\endif", "would run a shell command"],
    ["\\i :x", "depends on a variable"],
    ["\\o :x", "depends on a variable"],
    ["\\c - - :x", "depends on a variable"],
    ["\\i ~somebody/x.sql", "a home folder"],
    ["\\copy t from '~somebody/x'", "a home folder"],
  ])("refuses also %j", async (text, message) => {
    expect(await scan(text)).toBeUndefined();
    expect((await scan(text, { thorough: true }))?.message).toContain(message);
  });

  test.each([
    ["\\c other", "isn't possible in a migration"],
    ["\\set ON_ERROR_STOP off", "stops at the first error"],
    ["\\unset ON_ERROR_STOP", "stops at the first error"],
    ["\\quit 1", "can't fail a script"],
  ])("for a migration refuses %j", async (text, message) => {
    const options = { thorough: true, strict: true };
    expect((await scan(text, options))?.message).toContain(message);
    expect(await scan("\\set ON_ERROR_STOP\n\\set ON_ERROR_STOP on\n\\q", options)).toBeUndefined();
  });
});

describe("Suspicion, which spares files a second reading where they are harmless", () => {
  test.each([
    "select 1;",
    "copy t from stdin;\n\\N\t\\\\N\\t\\x41\\101\\r\\n\\.\n",
    "\\restrict k\n\\unrestrict k\n\\timing\n\\x\n\\r\n",
    "a `b` c\nd `e`\n",
    "C:\\\\code \\\\games",
  ])("%j isn't", (text) => {
    expect(lastSuspicion(text)).toBe(-1);
  });

  test("however a file is cut into chunks", () => {
    const random = seeded(7);
    const letters = ["\\", "`", "\n", "!", "i", "x", " "];
    for (let count = 0; count < 3000; count += 1) {
      const text = Array.from({ length: random.below(12) }, () => random.pick(letters)).join("");
      // One byte at a time: the definition.
      let [saw, after, line, expected] = [false, false, 0, -1];
      for (const letter of text) {
        if (after && (letter === "!" || letter === "i")) expected = line;
        after = letter === "\\" && !after;
        if (letter === "`" && saw) expected = line;
        saw = letter === "\\" || (saw && letter !== "\n");
        if (letter === "\n") line += 1;
      }
      for (const size of [1, 2, 3, 20]) {
        const suspicion = new Suspicion();
        for (let at = 0; at < text.length; at += size)
          suspicion.read(Buffer.from(text.slice(at, at + size)));
        const { last } = suspicion;
        const found = last < 0 ? -1 : text.slice(0, last).split("\n").length - 1;
        expect(found, JSON.stringify([text, size])).toBe(expected);
      }
    }
  });

  test.each(["\\! x", "a\n \\i x", "a` \\x `b`", "\\x `b`\n", "\\echo x\\\\\\! y", "\\\\\\g x"])(
    "%j is",
    (text) => {
      expect(lastSuspicion(text)).toBeGreaterThanOrEqual(0);
    },
  );

  test("a command far down a long file is found, in its place", async () => {
    const text = `\\set a b\n${"select 'x';\n".repeat(200_000)}\\! rm\n${"select 1;\n".repeat(9)}`;
    expect(await scan(text)).toMatchObject({ at: "a.sql:200002:1" });
  });
});
