import { copyFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { repository } from "./command-line.ts";
import { createStartFolder, type StartFolder } from "./start-folder.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

let folder: StartFolder;
beforeEach(() => {
  folder = createStartFolder("dbfirst.cjs");
  copyFileSync(join(repository, "package.json"), join(folder.path, "package.json"));
  symlinkSync(join(repository, "node_modules"), join(folder.path, "node_modules"));
});
afterEach(() => folder.dispose());

const run = (argv: readonly string[], env: Record<string, string> = {}) =>
  execa("node", [join(folder.dist, "cli.cjs"), ...argv], { cwd: folder.path, env, reject: false });
const keptFor = (command: string) =>
  expect.stringMatching(
    `^dbfirst-${command}-[0-9a-f]{16}-${process.version}-${process.arch}\\.code$`,
  ) as string;

describe("the code that V8 makes of the commands' program", () => {
  it("is kept for each command by its first run, and used by the next", async () => {
    expect(await run(["--version"])).toMatchObject({ exitCode: 0 });
    expect(folder.kept()).toEqual([keptFor("help")]);
    expect(await run(["wait", "--help"])).toMatchObject({ exitCode: 0 });
    expect(folder.kept()).toEqual([keptFor("help")]);
    expect(await run(["wait", "--url", database.url])).toMatchObject({ exitCode: 0 });
    const files = folder.kept();
    expect(files).toEqual([keptFor("help"), keptFor("wait")]);
    const written = folder.writtenAt(files[1]!);
    expect(await run(["wait", "--url", database.url])).toMatchObject({ exitCode: 0 });
    expect(folder.writtenAt(files[1]!)).toBe(written);
  });

  it("is that of a command that runs V8 under another switch, too", async () => {
    const config = { dialect: "postgresql", schema: "./src/schema/index.ts", out: "./drizzle" };
    writeFileSync(
      join(folder.path, "drizzle.config.ts"),
      `export default ${JSON.stringify(config)};\n`,
    );
    const pull = ["pull", "--no-prove", "--url", database.url];
    expect(await run(pull)).toMatchObject({ exitCode: 0 });
    const [file] = folder.kept();
    expect(file).toEqual(keptFor("pull"));
    const written = folder.writtenAt(file!);
    expect(await run(pull)).toMatchObject({ exitCode: 0 });
    expect(folder.writtenAt(file!)).toBe(written);
  });

  it("imports what stays outside of it: packages, and the project's own files", async () => {
    const config = 'import { join } from "node:path";\nexport default { lockTimeout: "soon" };\n';
    writeFileSync(join(folder.path, "dbfirst.config.ts"), config.replace('"soon"', "60"));
    expect(await run(["wait", "--url", database.url])).toMatchObject({ exitCode: 0 });
    expect(folder.kept()).toEqual([keptFor("wait")]);
    expect(await run(["wait", "--url", database.url])).toMatchObject({ exitCode: 0 });
    writeFileSync(join(folder.path, "dbfirst.config.ts"), config);
    const refused = await run(["wait", "--url", database.url]);
    expect([refused.exitCode, refused.stderr.includes("lockTimeout")]).toEqual([2, true]);
  });

  it("isn't kept of a run that couldn't do its work, nor where Node's own isn't to be", async () => {
    expect(await run(["wiat"])).toMatchObject({ exitCode: 2 });
    expect(await run(["wait", "--url", "nonsense"])).toMatchObject({ exitCode: 2 });
    const off = { NODE_DISABLE_COMPILE_CACHE: "1" };
    expect(await run(["wait", "--url", database.url], off)).toMatchObject({ exitCode: 0 });
    expect(folder.kept()).toEqual([]);
  });
});
