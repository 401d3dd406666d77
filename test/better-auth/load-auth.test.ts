import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadAuth } from "../../src/better-auth/child/load-auth.ts";

// The configs that Better Auth's own command lines load, and some that they don't; with the real packages.

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "dbfirst-auth-"));
  symlinkSync(modules, join(directory, "node_modules"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The user's table is called what `name` says, which so is seen to have been loaded. */
const auth = (name: string, imports = "") => `${imports}
import { betterAuth } from "better-auth";
export const auth = betterAuth({ baseURL: "http://localhost", user: { modelName: ${name} } });
`;
const paths = (aliases: Record<string, string[]>, more = {}) =>
  JSON.stringify({ compilerOptions: { paths: aliases, ...more } });

async function load(files: Record<string, string>, config = "auth.ts"): Promise<unknown> {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  const loaded = await loadAuth(join(directory, config), directory);
  return (loaded?.options["user"] as { modelName?: unknown } | undefined)?.modelName;
}

const name = `export const name = "people";`;
const byAlias = auth("name", `import { name } from "@/name";`);

describe("a config is found through the paths of", () => {
  it.each<[what: string, files: Record<string, string>]>([
    ["tsconfig.json", { "tsconfig.json": paths({ "@/*": ["./src/*"] }), "src/name.ts": name }],
    [
      "tsconfig.json with comments and baseUrl",
      {
        "tsconfig.json": `{ // paths count from here
          "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["./*"], }, } }`,
        "src/name.ts": name,
      },
    ],
    [
      "the tsconfig.json that it extends",
      {
        "tsconfig.json": JSON.stringify({ extends: "./base.json" }),
        "base.json": paths({ "@/*": ["./src/*"] }),
        "src/name.ts": name,
      },
    ],
    [
      "one that it refers to, as in Vite's templates",
      {
        "tsconfig.json": JSON.stringify({
          files: [],
          references: [{ path: "./tsconfig.node.json" }, { path: "./tsconfig.app.json" }],
        }),
        "tsconfig.node.json": "{}",
        "tsconfig.app.json": paths({ "@/*": ["./src/*"] }),
        "src/name.ts": name,
      },
    ],
    ["jsconfig.json", { "jsconfig.json": paths({ "@/*": ["./src/*"] }), "src/name.js": name }],
    [
      "a wildcard in the middle, the second of two places, and a folder's index",
      {
        "tsconfig.json": paths({ "@/*": ["./none/*", "./packages/*/src"] }),
        "packages/name/src/index.ts": name,
      },
    ],
    [
      "a file that is named as it will be when it is compiled",
      {
        "tsconfig.json": paths({ "@/name": ["./src/name.js"] }),
        "src/name.ts": name,
      },
    ],
  ])("%s", async (_, files) => {
    expect(await load({ "auth.ts": byAlias, ...files })).toBe("people");
  });

  it("another package of a workspace, for that package's files", async () => {
    const files = {
      "tsconfig.json": paths({ "@/*": ["./wrong/*"] }),
      "wrong/name.ts": `export const name = "wrong";`,
      "auth.ts": `export { auth } from "./packages/auth/index.ts";`,
      "packages/auth/index.ts": byAlias,
      "packages/auth/tsconfig.json": paths({ "@/*": ["./src/*"] }),
      "packages/auth/src/name.ts": name,
    };
    expect(await load(files)).toBe("people");
  });

  it("nothing is an error that names it", async () => {
    await expect(load({ "auth.ts": byAlias })).rejects.toThrow("@/name");
  });
});

describe("a config may import what only a framework's build has", () => {
  it.each<[what: string, imports: string, expression: string]>([
    ["server-only", `import "server-only"; import "client-only";`, `"people"`],
    ["Svelte's variables", `import { NAME } from "$env/static/private";`, "NAME"],
    [
      "Svelte's variables by name",
      `import { env } from "$env/dynamic/private"; import { NAME as own } from "$app/env/private";`,
      "(env.NAME === own ? own : undefined)",
    ],
    [
      "Svelte's modules",
      `import { getRequestEvent } from "$app/server"; import { building } from "$app/environment";
import { base } from "$app/paths"; import { page } from "$app/state"; import { goto } from "$app/navigation";
export const url = () => [getRequestEvent(), base, page.url.href, goto("/")];
page.data.user.name;`,
      `(building ? "people" : "")`,
    ],
    [
      "Cloudflare's bindings and classes",
      `import { env, DurableObject, WorkerEntrypoint, waitUntil } from "cloudflare:workers";
export class Counter extends DurableObject {}
export class Service extends WorkerEntrypoint {}
waitUntil(env.KV.get("key"));`,
      "env.NAME",
    ],
    [
      "files that its bundler reads",
      `import logo from "./logo.svg"; import mail from "./mail.html?raw"; import "./app.css";
import styles from "./mail.module.css"; import Worker from "./work.ts?worker";
new Worker();`,
      `(logo === mail && styles.button === "button" ? "people" : "")`,
    ],
    ["what is read later", `export const later = () => import("./logo.png");`, `"people"`],
  ])("%s", async (_, imports, expression) => {
    process.env["NAME"] = "people";
    try {
      expect(await load({ "auth.ts": auth(expression, imports) })).toBe("people");
    } finally {
      delete process.env["NAME"];
    }
  });

  it("Svelte's library and the aliases of svelte.config.js", async () => {
    const files = {
      "svelte.config.js": `export default { kit: { alias: { $names: "./src/names", "$one": 'src/one' } } };`,
      "src/lib/server/name.ts": `export { name } from "$names/name";`,
      "src/names/name.ts": name,
      "src/one/index.ts": "",
      "auth.ts": auth("name", `import { name } from "$lib/server/name"; import "$one";`),
    };
    expect(await load(files)).toBe("people");
  });
});

describe("`auth` is", () => {
  const made = `betterAuth({ baseURL: "http://localhost", user: { modelName: "people" } })`;
  const from = `import { betterAuth } from "better-auth";\n`;
  it.each<[what: string, file: string, text: string]>([
    ["a named export", "auth.ts", `${from}export const auth = ${made};`],
    ["the default export", "auth.mts", `${from}export default ${made};`],
    ["a part of the default export", "auth.ts", `${from}export default { auth: ${made} };`],
    ["a promise", "auth.ts", `${from}export const auth = Promise.resolve(${made});`],
    ["made after an await", "auth.ts", `${from}await 0;\nexport const auth = ${made};`],
    ["made by a function", "auth.ts", `${from}export const auth = (env) => ${made};`],
    ["made by an async function", "auth.js", `${from}export default async () => ${made};`],
    [
      "an export of CommonJS",
      "auth.cjs",
      `const { betterAuth } = require("better-auth");\nmodule.exports = { auth: ${made} };`,
    ],
    [
      "beside a component",
      "auth.tsx",
      `/** @jsxImportSource ./jsx */\n${from}export const Mail = () => <p>{"hello"}</p>;\nexport const auth = ${made};`,
    ],
    ["exported again", "auth.ts", `export { auth } from "./src/auth.js";`],
  ])("%s", async (_, file, text) => {
    const others = {
      "src/auth.ts": `${from}export const auth = ${made};`,
      "jsx/jsx-runtime.ts": "export const jsx = () => null;",
    };
    expect(await load({ ...others, [file]: text }, file)).toBe("people");
  });

  it("nothing that is called otherwise", async () => {
    expect(await load({ "auth.ts": `export const api = 1; export const auth = null;` })).toBe(
      undefined,
    );
  });
});
