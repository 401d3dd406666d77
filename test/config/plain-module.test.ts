import { createJiti } from "jiti";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importPlain } from "../../src/config/plain-module.ts";
import { projectFolder } from "../support/project-folder.ts";

const repository = join(import.meta.dirname, "../..");

/** What a file of that text gives, in a project with a few packages. */
async function load(text: string, file = "drizzle.config.ts") {
  const folder = await projectFolder({
    [file]: text,
    "node_modules/left/package.json": `{ "name": "left", "main": "index.cjs" }`,
    "node_modules/left/index.cjs": `exports.pad = (text) => "<" + text; exports.count = 3;`,
    "node_modules/modern/package.json": `{ "name": "modern", "exports": { "import": "./index.mjs" } }`,
    "node_modules/modern/index.mjs": `export const modern = 1;`,
    "near.ts": `export const near: number = 7;`,
  });
  const path = join(folder, file);
  return { path, plain: await importPlain(path) };
}

async function byCompiler(path: string): Promise<unknown> {
  const options = { moduleCache: false, fsCache: false, interopDefault: false };
  const loaded = await createJiti(import.meta.url, options).import<{ default: unknown }>(path);
  return loaded.default;
}

describe("importPlain", () => {
  it.each([
    `export default { dialect: "postgresql", out: "./drizzle" };`,
    `export default { a: 1 as const, b: process.env.HOME! } satisfies Record<string, unknown>;`,
    `import type { Config } from "nowhere";\nconst config: Config = { a: 1 };\nexport default config;`,
    `import { type Config, type Other } from "nowhere";\nexport default { a: 1 } as Config & Other;`,
    `import { Config } from "nowhere";\nexport default { a: [1, 2] } satisfies Config`,
    `interface A { a: string }\ntype B<T> = T | A;\nexport type { B };\nexport interface C {}\nconst f = <T,>(x: T): T => x;\nexport default f<B<string>>("x");`,
    `import { pad, count as many } from "left";\nexport default [pad("a"), many];`,
    `import left from "left";\nexport default left.count;`,
    `import * as left from "left";\nimport { type X, pad } from "left";\nexport default [left.count, pad("b")];`,
    `import "left";\nimport { join } from "path";\nimport { sep } from "node:path";\nexport default join("a", "b") + sep;`,
    `export default import.meta.url + "|" + new URL(".env", import.meta.url);`,
    `const value = await Promise.resolve(4);\nexport default { value };`,
    `const ä: string = "ö🙂";\nexport const other: string | undefined = undefined;\nexport default { ä, "🙂": ä as string, regex: /as\\s+x/.source };`,
    `let x = 1 as number\nx += 2\nexport default x`,
    `const { A = "x", ...rest }: { A?: string; b?: number } = { b: 1 };\nexport default { A, rest };`,
    `const list = [1, 2, 3].map((n: number): string => \`\${n as number}\`);\nexport default list;`,
    `const a = { b: 1 }\nconst c = a as { b: number }\n;[1].forEach(() => undefined)\nexport default c.b`,
  ])("reads what needs no compiler as the compiler does: %s", async (text) => {
    const { path, plain } = await load(text);
    expect(plain).toBeDefined();
    expect(plain?.default).toEqual(await byCompiler(path));
  });

  it.each([
    [`import { near } from "./near.ts";\nexport default near;`],
    [`import { near } from "./near";\nexport default near;`],
    [`import { modern } from "modern";\nexport default modern;`],
    [`enum E { A = "x" }\nexport default E.A;`],
    [
      `class A { constructor(private readonly x: number) {}\n get() { return this.x } }\nexport default new A(2).get();`,
    ],
    [`const left = require("left");\nexport default left.count;`],
    [`export default __dirname.length > 0;`],
    [`const f = (a?: number) => a ?? 1;\nexport default f();`],
    [
      `const f = (x: number) => x\nlet c = f as (x: number) => number\n+1\nexport default typeof c;`,
    ],
    [`namespace N { export const a = 1 }\nexport default N.a;`],
    [`export default (await import("left")).count;`],
  ])("leaves the rest to the compiler: %s", async (text) => {
    const { path, plain } = await load(text);
    expect(plain).toBeUndefined();
    expect(await byCompiler(path)).toBeDefined();
  });

  it("reads the environment as it is at each load", async () => {
    const { path } = await load(`export default process.env["DBFIRST_TEST_VALUE"];`);
    process.env["DBFIRST_TEST_VALUE"] = "one";
    expect((await importPlain(path))?.default).toBe("one");
    process.env["DBFIRST_TEST_VALUE"] = "two";
    expect((await importPlain(path))?.default).toBe("two");
    delete process.env["DBFIRST_TEST_VALUE"];
  });

  it("leaves a file that fails to the compiler, which says why", async () => {
    for (const text of [`export default {`, `throw new Error("no");`, `import "missing";`])
      expect((await load(text)).plain).toBeUndefined();
  });

  it("reads this repository's own configuration", async () => {
    const path = join(repository, "drizzle.config.ts");
    expect((await importPlain(path))?.default).toMatchObject({ dialect: "postgresql" });
  });
});
