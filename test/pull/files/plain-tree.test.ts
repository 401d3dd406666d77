import { expect, test } from "vitest";
import { plainTree } from "../../../src/pull/files/plain-tree.ts";

const plain = (text: string) =>
  plainTree(
    new Map([
      ["a.ts", text],
      ["b.ts", ""],
      ["user.js.ts", ""],
    ]),
  )?.get("a.mjs");

test.each([
  ['import { b } from "./b.js";\nexport const a = b + 1;', 'import { b } from "./b.mjs";\n'],
  ['import { b } from "./b";\nexport const a = b < 1;', 'import { b } from "./b.mjs";\n'],
  ['import { a, b as c } from "./b.ts";\n', 'import { a, b as c } from "./b.mjs";\n'],
  ['export * from "./b.js";\n', 'export * from "./b.mjs";\n'],
  ['export { a, b } from "./user.js";\n', 'export { a, b } from "./user.js.mjs";\n'],
  ['import a, * as b from "./b.js";\n', 'import a, * as b from "./b.mjs";\n'],
  ['import { sql } from "drizzle-orm";\n', 'import { sql } from "drizzle-orm";\n'],
])("what has no types keeps its text, and names the modules beside it: %j", (text, begins) => {
  expect(plain(text)?.startsWith(begins)).toBe(true);
});

test.each([
  // In JavaScript, these are comparisons and a name.
  ["export const a = f<string>(1);", "export const a = f(1);"],
  ["export const a = f<{ b: 1 }>({ c: 1 });", "export const a = f({ c: 1 });"],
  ['import type { B } from "./b.js";\nexport const a = 1;', "\nexport const a = 1;"],
  ['import { b, type B } from "./b.js";\n', 'import { b } from "./b.mjs";\n'],
  ["export const a = (): B => 1;", "export const a = () => 1;"],
  ['export type { B } from "./b.js";', ""],
])("types are left out: %j", (text, expected) => {
  expect(plain(text)).toBe(expected);
});

test.each([
  'export const a = await import("./b.js");',
  "export const a = import.meta.url;",
  'import { a } from "./missing.js";',
  'import { a } from "zod";',
  "export const a = b as string;",
  "enum A { b }",
  "export const a = ;",
])("whatever else isn't plain: %j", (text) => {
  expect(plain(text)).toBeUndefined();
});
