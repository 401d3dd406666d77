import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createJiti } from "jiti";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KitReserve } from "../../src/pull/kit/kit-reserve.ts";
import type { FileTree } from "../../src/pull/files/file-tree.ts";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { findGaps } from "../../src/pull/render/gaps.ts";
import { knowCatalog } from "../../src/pull/render/known.ts";
import { toModel } from "../../src/pull/render/model.ts";
import { render } from "../../src/pull/render/render.ts";
import { repairs } from "../../src/pull/render/repairs/repair.ts";
import {
  fixtures,
  loadFixture,
  openPulls,
  pullFrom,
  renderFrom,
  renderOptions,
} from "./pull-fixture.ts";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(import.meta.url);

/** A noisy start gives every object other OIDs and another place in the catalogs' heaps. */
const noise = Array.from(
  { length: 40 },
  (_, index) => `CREATE TABLE noise_${index} (id serial PRIMARY KEY, t text);
CREATE TYPE noise_enum_${index} AS ENUM ('a');\n`,
)
  .concat(
    Array.from(
      { length: 40 },
      (_, index) => `DROP TABLE noise_${index}; DROP TYPE noise_enum_${index};\n`,
    ),
  )
  .join("");

let folder = "";
let pulls: KitReserve;
const pulled = new Map<string, PulledSchema>();
const trees = new Map<string, FileTree>();

beforeAll(async () => {
  pulls = await openPulls();
  folder = await realpath(await mkdtemp(join(tmpdir(), "dbfirst-pull-test-")));
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
  for (const name of fixtures) {
    const database = await loadFixture(name);
    const schema = await pullFrom(database.settings, pulls);
    const tree = render(schema, renderOptions);
    pulled.set(name, schema);
    trees.set(name, tree);
    await mkdir(join(folder, name));
    for (const [path, text] of tree) await writeFile(join(folder, name, path), text);
    await database.drop();
  }
}, 300_000);

afterAll(async () => {
  await pulls.dispose();
  await rm(folder, { recursive: true, force: true });
});

test("everything typechecks under --strict", async () => {
  const options = {
    target: "ES2023",
    module: "nodenext",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, include: ["*/*.ts"] }),
  );
  const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
  const { stdout } = await run(process.execPath, [tsc, "-p", folder]).catch((error: unknown) => ({
    stdout: String((error as { stdout?: string }).stdout),
  }));
  expect(stdout).toBe("");
}, 300_000);

test("everything is formatted as oxfmt formats", async () => {
  const oxfmt = join(dirname(require.resolve("oxfmt/package.json")), "bin/oxfmt");
  const formatted = join(folder, "formatted");
  for (const name of fixtures)
    await cp(join(folder, name), join(formatted, name), { recursive: true });
  const { stdout } = await run(process.execPath, [oxfmt, "--check", formatted]).catch(
    (error: unknown) => ({
      stdout: String((error as { stdout?: string }).stdout),
    }),
  );
  await rm(formatted, { recursive: true });
  expect(stdout).toContain("All matched files use the correct format");
}, 300_000);

test("every repair fires on a fixture", () => {
  const fired = new Set<string>();
  for (const schema of pulled.values()) {
    const model = toModel(schema.source, schema.entities);
    const known = knowCatalog(schema.catalog);
    for (const repair of repairs) {
      const before = JSON.stringify(model);
      if (JSON.stringify(repair.repair(model, known)) !== before) fired.add(repair.name);
    }
  }
  // PostGIS is nowhere in the fixtures; geometry.test.ts has its types.
  const names = repairs.map(({ name }) => name).filter((name) => name !== "geometry-srid");
  // A virtual column needs PostgreSQL 18; the run's server is older.
  const servers = [...pulled.values()].map(({ catalog }) => catalog.serverMajor);
  const expected =
    Math.max(...servers) >= 18 ? names : names.filter((name) => name !== "virtual-column");
  expect([...fired].sort()).toEqual(expected.sort());
});

describe.each(fixtures)("%s", (name) => {
  test("is imported at run time", async () => {
    const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false });
    const module = await jiti.import<Record<string, unknown>>(join(folder, name, "index.ts"));
    expect(Object.keys(module)).toContain("relations");
  });

  test("is the same from another load of the same SQL", async () => {
    const database = await loadFixture(name, noise);
    try {
      expect(Object.fromEntries(await renderFrom(database.settings, pulls))).toEqual(
        Object.fromEntries(trees.get(name) ?? []),
      );
    } finally {
      await database.drop();
    }
  }, 300_000);

  test("has the expected files", async () => {
    const { catalog } = pulled.get(name) ?? { catalog: undefined };
    const gaps =
      catalog === undefined
        ? []
        : findGaps(catalog).map(({ kind, object }) => `${kind}: ${object}`);
    const text = [...(trees.get(name) ?? [])]
      .map(([path, content]) => `=== ${path}\n${content}`)
      .join("\n");
    await expect(`${text}\n=== gaps\n${gaps.join("\n")}\n`).toMatchFileSnapshot(
      `../fixtures/pull/${name}.expected.txt`,
    );
  });
});
