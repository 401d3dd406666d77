import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderKindList } from "../../scripts/kind-list.ts";
import type * as Index from "../../src/index.ts";
import { sourceKinds } from "../../src/sources/kinds.ts";
import type { Target } from "../../src/postgres/settings.ts";
import type { takeBack as TakeBack } from "../../src/workflow/rollback/take-back.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { silentRun } from "../support/silent-run.ts";

const repository = join(import.meta.dirname, "..", "..");
const kinds = join("src", "sources", "kinds");

describe("the kinds of sources", () => {
  it("are the files of one folder", () => {
    const list = readFileSync(join(repository, "src", "sources", "kinds.ts"), "utf8");
    expect(list).toBe(renderKindList(readdirSync(join(repository, kinds))));
    expect(sourceKinds.map(({ name }) => `${name}.ts`)).toEqual(
      readdirSync(join(repository, kinds)).toSorted(),
    );
  });

  it.each(sourceKinds.map((kind) => [kind.name, kind] as const))(
    "%s has an example that its own options take",
    (name, { schema, example }) => {
      expect(v.parse(schema, example)).toEqual(example);
      expect(example.kind).toBe(name);
    },
  );
});

describe("a kind that is one new file", () => {
  let copy: string;
  let database: TestDatabase;
  let index: typeof Index;
  let takeBack: typeof TakeBack;
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  };
  const run = silentRun();

  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), "dbfirst-kinds-"));
    for (const part of ["src", "package.json", "tsconfig.json"])
      cpSync(join(repository, part), join(copy, part), { recursive: true });
    symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
    cpSync(
      join(repository, "test", "fixtures", "kinds", "versioned.ts.txt"),
      join(copy, kinds, "versioned.ts"),
    );
    write("src/sources/kinds.ts", renderKindList(readdirSync(join(copy, kinds))));
    write(
      "project/dbfirst.config.ts",
      `export default { sources: [{ name: "flights", kind: "versioned", directory: "flights" }] };\n`,
    );
    write("project/flights/V10__second.sql", "alter table flight add column seats int;\n");
    write("project/flights/V2__first.sql", "create table flight (id int primary key);\n");
    write("project/flights/U10__second.sql", "alter table flight drop column seats;\n");
    const load = async <Module>(file: string) =>
      (await import(pathToFileURL(join(copy, "src", file)).href)) as Module;
    index = await load<typeof index>("index.ts");
    ({ takeBack } = await load<{ takeBack: typeof TakeBack }>("workflow/rollback/take-back.ts"));
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database?.drop();
    rmSync(copy, { recursive: true, force: true });
  });

  it("is configured, read in its order, applied, taken back and told of", async () => {
    const project = await index.loadProject({ directory: join(copy, "project") });
    const target: Target = { settings: database.settings, origin: "--url" };
    const names = (done: readonly { name: string }[]) => done.map(({ name }) => name);
    const { applied } = await index.applyPending(project, target, run);
    expect(names(applied)).toEqual(["V2__first.sql", "V10__second.sql"]);
    const rollback = {
      request: { source: "flights", steps: 1, to: undefined, plan: false },
      dryRun: false,
      confirmed: true,
      allowDataLoss: [],
      onChange: async () => undefined,
    };
    const { undone } = await takeBack(project, target, rollback, run);
    expect(names(undone)).toEqual(["V10__second.sql"]);
    const states = await index.status(project, target, run.signal);
    expect(states.map(({ state }) => state)).toEqual(["applied", "pending"]);
  });

  it("has its options checked, and is named where no kind is known", async () => {
    for (const [entry, message] of [
      [
        `{ name: "a", kind: "versioned", directory: "" }`,
        "expected a folder, found an empty string",
      ],
      [`{ name: "a", kind: "verioned", directory: "a" }`, '"sql" or "versioned", found "verioned"'],
    ]) {
      write("wrong/dbfirst.config.ts", `export default { sources: [${entry}] };\n`);
      const failed = index.loadProject({ directory: join(copy, "wrong") });
      await expect(failed).rejects.toMatchObject({
        problems: [{ message: expect.stringContaining(message!) }],
      });
    }
  });

  it("is in the types of the configuration", async () => {
    write(
      "probe.ts",
      `import { defineConfig } from "./src/config/define.ts";
export default defineConfig({ sources: [{ name: "flights", kind: "versioned", directory: "flights" }] });
// @ts-expect-error: this kind has no such option
export const wrong = defineConfig({ sources: [{ name: "flights", kind: "versioned", directory: "a", up: "x" }] });
`,
    );
    write(
      "tsconfig.probe.json",
      `{ "extends": "./tsconfig.json", "include": ["probe.ts", "src/sources"] }`,
    );
    const { exitCode, stdout } = await execa("tsc", ["--project", "tsconfig.probe.json"], {
      cwd: copy,
      preferLocal: true,
      localDir: repository,
      reject: false,
    });
    expect(exitCode, stdout).toBe(0);
  });
});
