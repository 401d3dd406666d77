import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createTestDatabase, runOn } from "../support/database.ts";
import { foldersOfPackages } from "./prove-fixture.ts";
import { pullFrom, renderOptions } from "./pull-fixture.ts";
import { render } from "../../src/pull/render/render.ts";

// A package of a workspace is compiled with `declaration: true`. TypeScript writes no type that is longer than a million
// characters (TS7056), and every column is some 450 of them.

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");

const count = 60;
const columns = Array.from({ length: 45 }, (_, index) => `c${index} text`).join(", ");
const tables = Array.from({ length: count }, (_, index) => {
  const parent = index === 0 ? "" : `, parent int REFERENCES t${index - 1}`;
  return `CREATE TABLE t${index} (id int PRIMARY KEY, ${columns}${parent});`;
});

/** The constant and the type that hold the tables would have these names. */
const inTheWay = `CREATE TABLE "RelationsTables" (id int PRIMARY KEY);
CREATE TABLE "relationsTables" (id int PRIMARY KEY);`;

const application = `import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { relations } from "./schemas/index.ts";

export const db = drizzle({ client: postgres(""), relations });
export const related = () => db.query.t1.findFirst({ columns: { c1: true }, with: { t0: { columns: { c2: true } } } });
`;

test("relations over many columns have a declaration, and what is made of them", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(database.settings, [...tables, inTheWay].join("\n"));
    const files = [
      ...render(await pullFrom(database.settings), { ...renderOptions, casing: "preserve" }),
    ].map(([path, text]): [string, string] => [`schemas/${path}`, text]);
    const folder = await foldersOfPackages({
      ...Object.fromEntries(files),
      "database.ts": application,
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          target: "ES2023",
          module: "nodenext",
          strict: true,
          declaration: true,
          emitDeclarationOnly: true,
          outDir: "declarations",
          rootDir: ".",
          rewriteRelativeImportExtensions: true,
          skipLibCheck: true,
          types: ["node"],
        },
        include: ["*.ts", "schemas/*.ts"],
      }),
    });
    const { stdout } = await run(process.execPath, [tsc, "-p", folder]).catch((error: unknown) => ({
      stdout: String((error as { stdout?: string }).stdout),
    }));
    expect(stdout).toBe("");
    const declaration = join(folder, "declarations/database.d.ts");
    expect((await stat(declaration)).size).toBeLessThan(50_000);
    // No type was lost on the way: nothing is any.
    expect(await readFile(declaration, "utf8")).toMatch(
      /c1: string \| null;\s+t0: \{\s+c2: string \| null;\s+\} \| null;/,
    );
  } finally {
    await database.drop();
  }
}, 300_000);
