import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { detectImportExtension } from "../../src/config/import-extension.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "dbfirst-tsconfig-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

it.each([
  [`{ "compilerOptions": { "module": "nodenext" } }`, ".js"],
  [
    `{ "compilerOptions": { "module": "NodeNext", "allowImportingTsExtensions": true, "noEmit": true } }`,
    ".ts",
  ],
  [
    `{ "compilerOptions": { "module": "nodenext", "rewriteRelativeImportExtensions": true } }`,
    ".ts",
  ],
  [`{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler" } }`, ""],
  [`{ "compilerOptions": { "module": "preserve" } }`, ""],
  [`{ "compilerOptions": { "module": "esnext" } }`, ".js"],
  [`{ "compilerOptions": { "module": "commonjs" } }`, ".js"],
  [`{ // comments, and a comma too many\n "extends": "./base/tsconfig.json", }`, ""],
  [`{}`, ".js"],
])("%s", (tsconfig, expected) => {
  mkdirSync(join(directory, "base"));
  writeFileSync(
    join(directory, "base/tsconfig.json"),
    `{ "compilerOptions": { "moduleResolution": "Bundler" } }`,
  );
  writeFileSync(join(directory, "tsconfig.json"), tsconfig);
  expect(detectImportExtension(directory)).toBe(expected);
});
