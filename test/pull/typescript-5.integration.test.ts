import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { drizzle0Folder } from "../support/drizzle-0-folder.ts";
import { projectFolder } from "../support/project-folder.ts";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../", import.meta.url));
const fixtures = join(repository, "test/fixtures/pull");

/** What the strictest project may have switched on. */
const strictest = {
  target: "ES2023",
  module: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** The files of a fixture, which another test compares with what a pull writes. */
async function filesOf(expected: string): Promise<[name: string, text: string][]> {
  const text = await readFile(join(fixtures, expected), "utf8");
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]);
}

test.each([
  ["1.0", ".expected.txt", join(repository, "node_modules")],
  ["0.45", ".for-0.45.txt", join(drizzle0Folder, "node_modules")],
])(
  "the files for drizzle-orm %s compile with TypeScript 5.9 and every strict option",
  async (_, ending, packages) => {
    const folder = await projectFolder();
    await symlink(packages, join(folder, "node_modules"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
    const tsconfig = { compilerOptions: strictest, include: ["*/*.ts"] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
    const all = (await readdir(fixtures)).filter((name) => name.endsWith(ending));
    expect(all.length).toBeGreaterThan(1);
    for (const expected of all) {
      const own = join(folder, expected.slice(0, -ending.length));
      await mkdir(own);
      for (const [name, text] of await filesOf(expected)) await writeFile(join(own, name), text);
    }
    const tsc = join(drizzle0Folder, "node_modules/typescript/bin/tsc");
    const { stdout: version } = await run(process.execPath, [tsc, "--version"]);
    expect(version).toMatch(/^Version 5\.9\./);
    const { stdout } = await run(process.execPath, [tsc, "-p", folder]).catch((error: unknown) => ({
      stdout: String((error as { stdout?: string }).stdout),
    }));
    expect(stdout).toBe("");
  },
  180_000,
);
