import { describe, expect, it } from "vitest";
import { warnOfCommandLines } from "../../src/better-auth/command-lines.ts";
import { projectFolder } from "../support/project-folder.ts";

const manifest = (rest: object) => JSON.stringify({ name: "example", ...rest });
const installed = (version: string) => JSON.stringify({ name: "installed", version });

describe("Better Auth's command lines beside its library", () => {
  it("of another version are told, with what to do", async () => {
    const folder = await projectFolder({
      "package.json": manifest({ devDependencies: { "@better-auth/cli": "latest", auth: "1" } }),
      "node_modules/@better-auth/cli/package.json": installed("1.4.22"),
      "node_modules/auth/package.json": installed("1.7.1"),
    });
    expect(warnOfCommandLines(folder, "1.7.7", undefined)).toEqual([
      expect.stringContaining("@better-auth/cli 1.4.22 is installed beside better-auth 1.7.7"),
    ]);
    expect(warnOfCommandLines(folder, "1.4.3", undefined)).toEqual([
      expect.stringContaining("auth 1.7.1 is installed beside better-auth 1.4.3"),
    ]);
  });

  it("are nobody's business where the project doesn't name them, or where they aren't installed", async () => {
    const unnamed = await projectFolder({
      "package.json": manifest({}),
      "node_modules/@better-auth/cli/package.json": installed("1.4.22"),
    });
    expect(warnOfCommandLines(unnamed, "1.7.7", undefined)).toEqual([]);
    const named = manifest({ dependencies: { auth: "1" } });
    expect(
      warnOfCommandLines(await projectFolder({ "package.json": named }), "1.7.7", undefined),
    ).toEqual([]);
    expect(warnOfCommandLines(await projectFolder(), "1.7.7", undefined)).toEqual([]);
  });
});
