import { existsSync } from "node:fs";
import { execa } from "execa";
import manifest from "../package.json" with { type: "json" };
import type * as Library from "../src/index.ts";

// What a user installs: the bundled command starts, the typed entry points can be imported.
const problems: string[] = [];

const { stdout, exitCode } = await execa("node", ["dist/cli.cjs", "--help"], { reject: false });
if (exitCode !== 0 || !stdout.includes("check-drift"))
  problems.push("dist/cli.cjs --help doesn't print the commands");

for (const entry of ["dist/index.js", "dist/config.js"]) {
  const imported = (await import(new URL(`../${entry}`, import.meta.url).href)) as Record<
    string,
    unknown
  >;
  if (Object.keys(imported).length === 0) problems.push(`${entry} exports nothing`);
}
// The library runs a script; without a server it says so in one error.
const { runScript } = (await import(new URL("../dist/index.js", import.meta.url).href)) as Pick<
  typeof Library,
  "runScript"
>;
const refused = await runScript({
  connection: "postgres://u@127.0.0.1:1/d",
  text: "select 1",
}).catch((error: unknown) => error);
if (!(refused instanceof Error) || !("code" in refused))
  problems.push("dist/index.js: runScript doesn't say that there is no server");

const types = ["dist/types/index.d.ts", "dist/types/config/define.d.ts"];
for (const file of types) if (!existsSync(file)) problems.push(`${file} is missing`);
// TypeScript that resolves as Node 10 did, which `module: commonjs` means before version 6, doesn't read `exports`.
const { exports, ...older } = manifest;
if (older.main !== exports["."].default || older.types !== exports["."].types)
  problems.push("package.json: main and types aren't those of exports");
if (older.typesVersions["*"].config[0] !== exports["./config"].types)
  problems.push("package.json: typesVersions doesn't name the types of ./config");
// As a project reads them that also checks the declarations of its packages.
const strictly = "--strict --skipLibCheck false --types node --target es2023 --module nodenext";
const compiled = await execa(
  "tsc",
  ["--ignoreConfig", "--noEmit", ...strictly.split(" "), ...types],
  { preferLocal: true, reject: false },
);
if (compiled.exitCode !== 0)
  problems.push(`The types don't compile in a project of others:\n${compiled.stdout}`);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
