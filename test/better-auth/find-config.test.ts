import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findAuthConfig, usualAuthConfigs } from "../../src/better-auth/find-config.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "dbfirst-auth-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(file: string): void {
  mkdirSync(dirname(join(directory, file)), { recursive: true });
  writeFileSync(join(directory, file), "");
}

test("the usual places are those of Better Auth's own command line, in its order", () => {
  expect(usualAuthConfigs.slice(0, 3)).toEqual(["auth.ts", "auth.tsx", "auth.js"]);
  expect(usualAuthConfigs).toHaveLength(3 * 7 * 12);
  write("src/auth.ts");
  expect(findAuthConfig(directory, undefined)).toBe(join(directory, "src/auth.ts"));
  write("src/lib/auth.ts");
  expect(findAuthConfig(directory, undefined)).toBe(join(directory, "src/auth.ts"));
  write("lib/auth.tsx");
  expect(findAuthConfig(directory, undefined)).toBe(join(directory, "lib/auth.tsx"));
});

test("a folder called auth.ts is none of them", () => {
  mkdirSync(join(directory, "auth.ts"));
  write("auth/index.ts");
  expect(findAuthConfig(directory, undefined)).toBe(join(directory, "auth/index.ts"));
});

test("a named file is the only one that counts", () => {
  write("auth.ts");
  write("server/setup.ts");
  expect(findAuthConfig(directory, "server/setup.ts")).toBe(join(directory, "server/setup.ts"));
  expect(() => findAuthConfig(directory, "server/auth.ts")).toThrow(
    "There is no file server/auth.ts",
  );
});

test("no file anywhere is an error that says where was looked", () => {
  expect(() => findAuthConfig(directory, undefined)).toThrow("No Better Auth config found");
});
