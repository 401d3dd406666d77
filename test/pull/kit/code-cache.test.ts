import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runKitPull } from "../../../src/pull/kit/drizzle-kit.ts";
import { startKit } from "../../../src/pull/kit/kit-process.ts";
import { reserveKit } from "../../../src/pull/kit/kit-reserve.ts";
import { locateDrizzleKit } from "../../../src/pull/kit/locate.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../../support/database.ts";
import { projectFolder } from "../../support/project-folder.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(database.settings, "CREATE TABLE person (id serial PRIMARY KEY, mail text)");
});
afterAll(() => database.drop());

const limits = { timeoutSeconds: 100 };

/** What drizzle-kit writes in a process with that folder. Its code is noted by the time that this is known. */
async function pullKeeping(codeFolder: string): Promise<string[]> {
  const reserve = reserveKit({ kit: await locateDrizzleKit(), env: process.env, codeFolder });
  try {
    reserve.refill();
    const { settings } = database;
    const parts = [{ except: [] }];
    const pull = { settings, schemaFilter: ["*"], parts, env: process.env, reserve, ...limits };
    const { parts: written } = await runKitPull(pull);
    const waiting = await reserve.take(await locateDrizzleKit());
    await waiting?.run({ program: "return 1;", task: {} }, limits);
    await waiting?.dispose();
    return written.map(({ schema }) => schema);
  } finally {
    await reserve.dispose();
  }
}

// From 22.8 on, Node keeps it itself.
describe.skipIf("enableCompileCache" in Module)("the code that V8 makes of drizzle-kit", () => {
  test("is kept, and a process that begins with it pulls the same", async () => {
    const folder = await projectFolder({});
    const file = join(folder, "cache", "drizzle-kit.code");
    const first = await pullKeeping(join(folder, "cache"));
    expect(first[0]).toContain('pgTable("person"');
    const kept = readFileSync(file);
    const { mtimeMs } = statSync(file);
    expect(await pullKeeping(join(folder, "cache"))).toEqual(first);
    expect(readFileSync(file).equals(kept)).toBe(true);
    // Nothing was missing, so nothing was written.
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  test("is made anew where a byte of it is wrong, or an end is missing", async () => {
    const folder = await projectFolder({});
    const file = join(folder, "drizzle-kit.code");
    const first = await pullKeeping(folder);
    const kept = readFileSync(file);
    const wrong = Buffer.from(kept);
    wrong[kept.length - 1000]! ^= 255;
    for (const bytes of [wrong, kept.subarray(0, 100_000)]) {
      writeFileSync(file, bytes);
      expect(await pullKeeping(folder)).toEqual(first);
      expect(readFileSync(file).length).toBeGreaterThan(1_000_000);
    }
  });

  test("isn't kept where it can't be", async () => {
    const folder = await projectFolder({ file: "" });
    const first = await pullKeeping(join(folder, "file", "cache"));
    expect(first[0]).toContain('pgTable("person"');
  });

  test("isn't kept of another drizzle-kit than the pinned one", async () => {
    const folder = await projectFolder({ "kit.cjs": "exports.answer = 42;" });
    const library = join(folder, "kit.cjs");
    const kit = { script: library, library, version: "1.0.0-rc.6" };
    const child = startKit({ kit, env: process.env, codeFolder: join(folder, "cache") });
    try {
      const job = { program: "return kit.answer;", task: {} };
      for (let run = 0; run < 2; run++)
        expect(await child.run(job, limits)).toEqual({ state: "answered", answer: 42 });
      expect(existsSync(join(folder, "cache"))).toBe(false);
    } finally {
      await child.dispose();
    }
  });
});
