import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createStartFolder, type StartFolder } from "./start-folder.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

let folder: StartFolder;
beforeEach(() => {
  folder = createStartFolder("psql.cjs");
});
afterEach(() => folder.dispose());

const run = async (env: Record<string, string> = {}): Promise<string> => {
  const argv = ["psql", "-X", "-A", "-t", database.url, "-c", "select 40 + 2"];
  const { stdout } = await execa("node", [join(folder.dist, "cli.cjs"), ...argv], { env });
  return stdout;
};

describe("the code that V8 makes of psql's program", () => {
  it("is kept beside it by the first run, and used by the next", async () => {
    expect(await run()).toBe("42");
    const files = folder.kept();
    expect(files).toEqual([
      expect.stringMatching(`^psql-[0-9a-f]{16}-${process.version}-${process.arch}\\.code$`),
    ]);
    const written = folder.writtenAt(files[0] ?? "");
    expect(await run()).toBe("42");
    expect(folder.kept()).toEqual(files);
    expect(folder.writtenAt(files[0] ?? "")).toBe(written);
  });

  it("is made anew where what is kept isn't all of it", async () => {
    await run();
    const file = join(folder.dist, folder.kept()[0] ?? "");
    const whole = readFileSync(file);
    for (const broken of [whole.subarray(0, whole.length / 2), Buffer.from("no code"), ""]) {
      writeFileSync(file, broken);
      expect(await run()).toBe("42");
      expect(statSync(file).size).toBeGreaterThan(whole.length / 2);
    }
  });

  it("isn't kept where Node's own isn't to be", async () => {
    expect(await run({ NODE_DISABLE_COMPILE_CACHE: "1" })).toBe("42");
    expect(folder.kept()).toEqual([]);
  });
});
