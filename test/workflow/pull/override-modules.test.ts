import { expect, test } from "vitest";
import { loadProject, type Project } from "../../../src/config/load.ts";
import { ConfigError } from "../../../src/errors.ts";
import {
  refuseMissingExports,
  refuseMissingModules,
} from "../../../src/workflow/pull/override-modules.ts";
import { projectFolder } from "../../support/project-folder.ts";

/** A project with modules, of which overrides of types import something: `name from`, by type. Call it inside a test. */
async function importing(overrides: Record<string, string>): Promise<Project> {
  const types = Object.entries(overrides).map(([type, imported]) => {
    const [name, from] = imported.split(" ");
    return [type, { type: { name, from } }];
  });
  const config = { pull: { overrides: { types: Object.fromEntries(types) as unknown } } };
  const directory = await projectFolder({
    "package.json": '{ "type": "module" }',
    "drizzle.config.ts": `export default { dialect: "postgresql" };`,
    "dbfirst.config.ts": `export default ${JSON.stringify(config)};`,
    "src/types.ts": `export interface Settings { theme: string }
export type { Mail as Email } from "./mail.ts";
export const { one, two: [other] } = { one: 1, two: [2] };
export default class Main {}\n`,
    "src/mail.ts": "export type Mail = string;\n",
    "src/all.ts": `export * from "./types.ts";\n`,
    "src/nothing.ts": "import './mail.ts';\n",
    "src/old.cjs": "module.exports = { Old: 1 };\n",
    "src/broken.ts": "export const = ;\n",
  });
  return loadProject({ directory, configFile: undefined });
}

const problemsOf = (error: unknown) =>
  error instanceof ConfigError
    ? error.problems.map(({ at, message }) => `${at}: ${message}`)
    : error;

test("what a module doesn't export is told with what it does", async () => {
  const project = await importing({
    a: 'Settings["theme"] ./src/types.ts',
    b: "Email ./src/types",
    c: "other ./src/types.js",
    d: "default ./src/types.ts",
    e: "Setting ./src/types.ts",
    f: "Mail ./src/types.ts",
    g: "Anything ./src/nothing.ts",
  });
  refuseMissingModules(project);
  const problems = await refuseMissingExports(project).catch(problemsOf);
  expect(problems).toEqual([
    'pull.overrides.types["e"].type.name: ./src/types.ts exports no "Setting"; did you mean "Settings"?',
    'pull.overrides.types["f"].type.name: ./src/types.ts exports no "Mail"; did you mean "Email"?',
    'pull.overrides.types["g"].type.name: ./src/nothing.ts exports no "Anything"; it exports nothing',
  ]);
});

test("nothing is said of what a file doesn't tell by itself", async () => {
  const project = await importing({
    a: "Settings ./src/all.ts",
    b: "Old ./src/old.cjs",
    c: "Whatever ./src/broken.ts",
    d: "Whatever some-package",
  });
  refuseMissingModules(project);
  expect(await refuseMissingExports(project)).toBeUndefined();
});

test("a file that isn't there is told, and one that is named like a package", async () => {
  const project = await importing({ a: "A ./src/nowhere.ts", b: "Mail src/mail.ts" });
  const refuse = () => refuseMissingModules(project);
  const problems = await Promise.resolve().then(refuse).catch(problemsOf);
  expect(problems).toEqual([
    `pull.overrides.types["a"].type.from: there is no file ./src/nowhere.ts in the project's folder`,
    'pull.overrides.types["b"].type.from: "src/mail.ts" names a package; the file is "./src/mail.ts"',
  ]);
});
