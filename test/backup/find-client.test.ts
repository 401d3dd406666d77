import { chmod } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { findClient } from "../../src/backup/find-client.ts";
import { projectFolder } from "../support/project-folder.ts";

/** Folders with programs that say a version, and no more: which one is taken depends on nothing else. */
async function programs(versions: Readonly<Record<string, string>>): Promise<string> {
  const files = Object.entries(versions).map(([folder, version]) => [
    `${folder}/pg_dump`,
    `#!/bin/sh\necho "pg_dump (PostgreSQL) ${version}"\n`,
  ]);
  const root = await projectFolder(Object.fromEntries(files) as Record<string, string>);
  for (const [file] of files) await chmod(join(root, file!), 0o755);
  return root;
}

describe.skipIf(process.platform === "win32")("which pg_dump is taken", () => {
  it("is the oldest that is new enough, wherever it is", async () => {
    const root = await programs({
      path: "17.2",
      "lib/14/bin": "14.9",
      "lib/16/bin": "16.1 (Debian)",
    });
    const search = { env: { PATH: join(root, "path") }, places: [`${root}/lib/*/bin`] };
    const majorFor = async (major: number) =>
      (await findClient("pg_dump", { ...search, major })).version;
    expect(await majorFor(14)).toBe("14.9");
    expect(await majorFor(15)).toBe("16.1");
    expect(await majorFor(17)).toBe("17.2");
  });

  it("is none that is too old: says which there are, and how to get another", async () => {
    const root = await programs({ a: "14.9", b: "nothing" });
    const env = { PATH: ["a", "b", "missing"].map((name) => join(root, name)).join(delimiter) };
    await expect(findClient("pg_dump", { major: 16, env, places: [] })).rejects.toMatchObject({
      code: "CLIENT_MISSING",
      message: `PostgreSQL 16 needs pg_dump 16 or later; found: 14.9 (${join(root, "a", "pg_dump")})`,
      hint: expect.stringMatching(/postgresql-client-16|postgresql@16/) as unknown,
    });
  });

  it("is none with an empty PATH", async () => {
    await expect(
      findClient("pg_dump", { major: 16, env: { PATH: "" }, places: ["/nowhere/*/bin"] }),
    ).rejects.toMatchObject({
      message: "PostgreSQL 16 needs pg_dump 16 or later; none was found",
    });
  });
});
