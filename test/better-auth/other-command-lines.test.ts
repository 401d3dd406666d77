import { describe, expect, it } from "vitest";
import { otherCommandLines } from "../../src/better-auth/other-command-lines.ts";
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
    expect(otherCommandLines(folder, "1.7.7")).toEqual([
      expect.stringContaining("@better-auth/cli 1.4.22 is installed beside better-auth 1.7.7"),
    ]);
    expect(otherCommandLines(folder, "1.4.3")).toEqual([
      expect.stringContaining("auth 1.7.1 is installed beside better-auth 1.4.3"),
    ]);
  });

  it("are nobody's business where the project doesn't name them, or where they aren't installed", async () => {
    const unnamed = await projectFolder({
      "package.json": manifest({}),
      "node_modules/@better-auth/cli/package.json": installed("1.4.22"),
    });
    expect(otherCommandLines(unnamed, "1.7.7")).toEqual([]);
    const named = manifest({ dependencies: { auth: "1" } });
    expect(otherCommandLines(await projectFolder({ "package.json": named }), "1.7.7")).toEqual([]);
    expect(otherCommandLines(await projectFolder(), "1.7.7")).toEqual([]);
  });
});
