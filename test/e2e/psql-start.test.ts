import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dbfirst-psql-start-"));
  const built = dirname(inject("commandLine"));
  for (const file of ["cli.cjs", "psql.cjs"]) copyFileSync(join(built, file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = async (env: Record<string, string> = {}): Promise<string> => {
  const argv = ["psql", "-X", "-A", "-t", database.url, "-c", "select 40 + 2"];
  const { stdout } = await execa("node", [join(folder, "cli.cjs"), ...argv], { env });
  return stdout;
};
const kept = (): string[] => readdirSync(folder).filter((file) => file.includes(".code"));

describe("the code that V8 makes of psql's program", () => {
  it("is kept beside it by the first run, and used by the next", async () => {
    expect(await run()).toBe("42");
    const files = kept();
    expect(files).toEqual([
      expect.stringMatching(`^psql-[0-9a-f]{16}-${process.version}-${process.arch}\\.code$`),
    ]);
    const { mtimeMs } = statSync(join(folder, files[0] ?? ""));
    expect(await run()).toBe("42");
    expect(kept()).toEqual(files);
    expect(statSync(join(folder, files[0] ?? "")).mtimeMs).toBe(mtimeMs);
  });

  it("is made anew where what is kept isn't all of it", async () => {
    await run();
    const file = join(folder, kept()[0] ?? "");
    const whole = readFileSync(file);
    for (const broken of [whole.subarray(0, whole.length / 2), Buffer.from("no code"), ""]) {
      writeFileSync(file, broken);
      expect(await run()).toBe("42");
      expect(statSync(file).size).toBeGreaterThan(whole.length / 2);
    }
  });

  it("isn't kept where Node's own isn't to be", async () => {
    expect(await run({ NODE_DISABLE_COMPILE_CACHE: "1" })).toBe("42");
    expect(kept()).toEqual([]);
  });
});
