import { describe, expect, it } from "vitest";
import { refuseOtherVersions } from "../../src/better-auth/command-lines.ts";
import { projectFolder } from "../support/project-folder.ts";

const manifest = (rest: object) => JSON.stringify({ name: "example", ...rest });
const installed = (version: string) => JSON.stringify({ name: "installed", version });

describe("Better Auth's command lines beside its library", () => {
  it("of another version are refused, with what to do", async () => {
    const folder = await projectFolder({
      "package.json": manifest({ devDependencies: { "@better-auth/cli": "latest", auth: "1" } }),
      "package-lock.json": "{}",
      "node_modules/@better-auth/cli/package.json": installed("1.4.22"),
      "node_modules/auth/package.json": installed("1.7.1"),
    });
    expect(() => refuseOtherVersions(folder, "1.7.7", undefined)).toThrow(
      expect.objectContaining({
        code: "AUTH_VERSION_MISMATCH",
        message: expect.stringContaining(
          "@better-auth/cli 1.4.22 is installed beside better-auth 1.7.7",
        ),
        hint: expect.stringMatching(
          /npm uninstall @better-auth\/cli\n.*npm install -D auth@1\.7\.7$/,
        ),
      }),
    );
    expect(() => refuseOtherVersions(folder, "1.4.3", undefined)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("auth 1.7.1 is installed beside better-auth 1.4.3"),
        hint: expect.stringMatching(
          /npm uninstall auth\n.*npm install -D @better-auth\/cli@1\.4\.3$/,
        ),
      }),
    );
  });

  it("are judged by the better-auth that they bring", async () => {
    const folder = await projectFolder({
      "package.json": manifest({ devDependencies: { auth: "1" } }),
      "node_modules/auth/package.json": installed("1.7.7"),
      "node_modules/auth/node_modules/better-auth/package.json": installed("1.6.0"),
    });
    expect(() => refuseOtherVersions(folder, "1.7.7", undefined)).toThrow(
      "auth 1.7.7 is installed beside better-auth 1.7.7, and would make the core tables of better-auth 1.6.0",
    );
    expect(() => refuseOtherVersions(folder, "1.6.3", undefined)).not.toThrow();
  });

  it("are nobody's business where the project doesn't name them, or where they aren't installed", async () => {
    const unnamed = await projectFolder({
      "package.json": manifest({}),
      "node_modules/@better-auth/cli/package.json": installed("1.4.22"),
    });
    expect(() => refuseOtherVersions(unnamed, "1.7.7", undefined)).not.toThrow();
    const named = manifest({ dependencies: { auth: "1" } });
    for (const files of [{ "package.json": named }, {}]) {
      const folder = await projectFolder(files);
      expect(() => refuseOtherVersions(folder, "1.7.7", undefined)).not.toThrow();
    }
  });
});
