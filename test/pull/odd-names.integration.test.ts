import { readFileSync } from "node:fs";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { clientOptions } from "../drift/schema-files.ts";
import { runOn } from "../support/database.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { renderFrom } from "./pull-fixture.ts";

/** Debian's pg_dump reads this version and no newer one. */
const dumpable = 15;
/** Every version for the worst names; the oldest and the newest for the rest. */
const fixtures: Record<string, readonly number[]> = {
  "hostile-names": [14, 16, 17, 18],
  "odd-names": [14, 18],
  names: [14, 18],
  wide: [14, 18],
  // A restore prints some of its expressions in other words.
  respelled: [14, 18],
};
const shadows = new Map<number, Shadow>();

beforeAll(async () => {
  for (const major of [14, 15, 16, 17, 18]) {
    const options = { projectDir: process.cwd(), searchFolders: [majorsFolder], loopback: true };
    shadows.set(major, await createShadow({ ...options, major }));
  }
});
afterAll(async () => {
  for (const shadow of shadows.values()) await shadow.dispose();
});

async function load(name: string, major: number): Promise<ConnectionSettings> {
  const settings = await shadows.get(major)!.createDatabase();
  const folder = new URL("../fixtures/pull/", import.meta.url);
  await runOn(settings, readFileSync(new URL(`${name}.sql`, folder), "utf8"));
  return settings;
}

/** The files without the queries of views, which PostgreSQL 16 prints without the table's name before each column. */
async function filesOf(settings: ConnectionSettings): Promise<Record<string, string>> {
  const files = [...(await renderFrom(settings))].map(([path, text]) => [
    path,
    text.replaceAll(/\.as\(sql`(?:[^`\\]|\\.)*`\)/gs, ".as()"),
  ]);
  return Object.fromEntries(files) as Record<string, string>;
}

describe.each(Object.entries(fixtures))("the files of %s", (name, majors) => {
  let original: ConnectionSettings;
  let expected: Record<string, string>;

  beforeAll(async () => {
    original = await load(name, dumpable);
    expected = await filesOf(original);
  });

  test.each(majors)("are the same from PostgreSQL %i", async (major) => {
    expect(await filesOf(await load(name, major))).toEqual(expected);
  });

  test("are the same to the byte from a restored dump", async () => {
    const from = clientOptions(original);
    const dump = await execa("pg_dump", ["--schema-only", "--no-owner", ...from.args], from);
    const copy = await shadows.get(dumpable)!.createDatabase();
    const to = clientOptions(copy);
    const args = ["-qX", "-v", "ON_ERROR_STOP=1", ...to.args];
    await execa("psql", args, { ...to, input: dump.stdout, stdout: "ignore" });
    expect(Object.fromEntries(await renderFrom(copy))).toEqual(
      Object.fromEntries(await renderFrom(original)),
    );
  });
});
