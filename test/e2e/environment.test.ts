import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  it,
  onTestFinished,
} from "vitest";
import { createTestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// What a command sees of the environment: the process's own variables, --env-file, .env.local and .env. A config that
// prints them is loaded by every command.

let project: ProjectFolder;
beforeAll(() => {
  project = createProject({});
});
afterAll(() => project.dispose());
beforeEach(() => {
  for (const file of Object.keys(project.files())) project.remove(file);
  project.write("package.json", `{ "type": "module" }`);
  project.write(
    "dbfirst.config.ts",
    `const { GREETING, OTHER, URL_OF_APP } = process.env;
throw new Error("seen " + JSON.stringify({ GREETING, OTHER, URL_OF_APP }));\n`,
  );
});

/** The variables that the configuration saw. */
async function seen(args: string[] = [], env: Record<string, string> = {}): Promise<unknown> {
  const { code, shown } = await project.run(["status", ...args], env);
  expect(code, shown).toBe(2);
  return JSON.parse(/seen (\{.*\})/.exec(shown)?.[1] ?? shown);
}

describe("which variable counts", () => {
  it("the process's own, then --env-file, .env.local and .env", async () => {
    project.write(".env", "GREETING=env\n");
    expect(await seen()).toEqual({ GREETING: "env" });
    project.write(".env.local", "GREETING=local\nOTHER=kept\n");
    expect(await seen()).toEqual({ GREETING: "local", OTHER: "kept" });
    project.write("ci.env", "GREETING=named\n");
    expect(await seen(["--env-file", "ci.env"])).toEqual({ GREETING: "named", OTHER: "kept" });
    expect(await seen(["--env-file", "ci.env"], { GREETING: "own" })).toMatchObject({
      GREETING: "own",
    });
  });

  it("of several named files the last; one that is set to nothing is set", async () => {
    project.write("one.env", "GREETING=one\nOTHER=one\n");
    project.write("two.env", "GREETING=two\n");
    const files = ["--env-file", "one.env", "--env-file=two.env"];
    expect(await seen(files)).toEqual({ GREETING: "two", OTHER: "one" });
    expect(await seen(files, { OTHER: "" })).toEqual({ GREETING: "two", OTHER: "" });
  });

  it("`${NAME}` is filled in, from wherever NAME comes", async () => {
    project.write(".env", "OTHER=pa$word\nURL_OF_APP=app:${OTHER}@${HOST:-db}/x\n");
    expect(await seen()).toMatchObject({ URL_OF_APP: "app:pa$word@db/x" });
    const own = { OTHER: "own", HOST: "elsewhere" };
    expect(await seen([], own)).toMatchObject({ URL_OF_APP: "app:own@elsewhere/x" });
  });
});

describe("an --env-file that isn't there", () => {
  // Node 20 takes this option for its own wherever it stands, before our program begins, unless `--` says otherwise.
  const run = (args: string[], node: string[] = ["--"]) =>
    execa("node", [...node, inject("commandLine"), ...args], { cwd: project.path, reject: false });

  it.each([
    ["after the command", ["status", "--env-file", "missing.env"]],
    ["with an equals sign", ["status", "--env-file=missing.env"]],
    ["after other options", ["status", "--quiet", "--env-file", "missing.env"]],
    ["before other options", ["apply", "--env-file", "missing.env", "--quiet"]],
    ["after a command of two words", ["auth", "generate", "--env-file", "missing.env"]],
  ])("is an error, %s", async (_where, args) => {
    const { exitCode, stderr } = await run(args);
    expect(stderr).toContain("error: --env-file: there is no missing.env");
    expect(stderr).toContain("hint: Looked in ");
    expect(exitCode).toBe(2);
  });

  it("without Node's leave it is one, too: nothing runs, and the file is named", async () => {
    const { exitCode, stderr } = await run(["status", "--env-file", "missing.env"], []);
    expect(stderr).toContain("missing.env");
    expect([2, 9]).toContain(exitCode);
    expect(stderr).not.toContain("seen");
  });
});

it("a file that can't be read is named with the reason, in words", async () => {
  const path = join(project.path, ".env");
  symlinkSync(".env", path);
  const { code, stderr } = await project.run(["status"]);
  rmSync(path);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: \.env can't be read: it is a link in a circle$/m);
  expect(stderr).toContain(`hint: It is ${path}. Let yourself read it, or move it away.`);
});

it("a folder `.env` is somebody's Python", async () => {
  project.write(".env/pyvenv.cfg", "");
  project.write(".env.local", "GREETING=local\n");
  const variables = await seen();
  rmSync(join(project.path, ".env"), { recursive: true });
  expect(variables).toEqual({ GREETING: "local" });
});

it("requiredEnv is filled by a file, and missed before anything runs", async () => {
  project.write("sql/1.sql", "create table a ();\n");
  project.write(
    "dbfirst.config.ts",
    `export default { sources: [{ name: "app", kind: "sql", directory: "sql", requiredEnv: ["ONE", "TWO"] }] };\n`,
  );
  project.write(".env", "ONE=1\nTWO=\n");
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const apply = ["apply", "--url", database.url];
  const missing = await project.run(apply);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('Source "app" needs TWO: not set in the environment');
  expect(missing.stderr).toMatch(/^hint: .*\.env or \.env\.local/m);
  project.write("ci.env", "TWO=2\n");
  const there = await project.run([...apply, "--env-file", "ci.env"]);
  expect(there.code, there.shown).toBe(0);
});
