import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findInstalledOrm, pinnedOrm } from "../../src/config/installed-orm.ts";
import { projectFolder } from "../support/project-folder.ts";

/** A folder with an installed drizzle-orm, as npm has it: its "exports" don't list package.json. */
function installed(version: string, folder = ""): Record<string, string> {
  const manifest = {
    name: "drizzle-orm",
    version,
    type: "module",
    exports: { ".": { import: "./index.js", require: "./index.cjs" } },
  };
  const path = join(folder, "node_modules/drizzle-orm");
  return {
    [join(path, "package.json")]: JSON.stringify(manifest),
    [join(path, "index.cjs")]: "",
    [join(path, "index.js")]: "",
  };
}

test.each([
  ["0.45.4", "0.45", true],
  ["0.45.0", "0.45", true],
  ["0.44.7", "0.45", false],
  ["0.46.0", "0.45", false],
  ["0.45.5-beta.1", "0.45", false],
  [pinnedOrm, "1.0", true],
  ["1.0.0-rc.6", "1.0", false],
  ["1.0.0", "1.0", false],
  ["1.2.3", "1.0", false],
] as const)("drizzle-orm %s is of the line %s", async (version, line, tested) => {
  const folder = await projectFolder(installed(version));
  expect(findInstalledOrm(folder)).toEqual({ version, line, tested });
});

test("none is installed", async () => {
  expect(findInstalledOrm(await projectFolder())).toBeUndefined();
});

test("the nearest counts, seen from a folder that need not be there", async () => {
  const root = await projectFolder({
    ...installed("1.0.0"),
    ...installed("0.45.4", "packages/database"),
  });
  expect(findInstalledOrm(join(root, "packages/database/src/schemas"))?.version).toBe("0.45.4");
  expect(findInstalledOrm(join(root, "packages/web/src"))?.version).toBe("1.0.0");
});

test("a folder of that name with something else in it is none", async () => {
  const root = await projectFolder({
    "node_modules/drizzle-orm/package.json": JSON.stringify({ name: "fork", version: "0.45.4" }),
    "node_modules/drizzle-orm/index.js": "",
  });
  await mkdir(join(root, "src"));
  expect(findInstalledOrm(join(root, "src"))).toBeUndefined();
});
