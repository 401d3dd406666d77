import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, inject, test } from "vitest";
import type * as Library from "../../src/index.ts";
import { createTestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

/** The library as it is published: bundled, with its parts loaded when they are needed. */
async function published(): Promise<typeof Library> {
  const file = join(dirname(inject("commandLine")), "index.js");
  return (await import(pathToFileURL(file).href)) as typeof Library;
}

test("runScript runs a script from the built package, and returns its error", async () => {
  const { runScript, ScriptError } = await published();
  const database = await createTestDatabase();
  const directory = await projectFolder({
    "seed.sql": "create table t (a int);\ninsert into t values (:n), (2);\n\\! echo $WHO\n",
  });
  try {
    let output = "";
    const options = { connection: database.url, directory, file: "seed.sql" };
    const done = await runScript({
      ...options,
      variables: { n: "1" },
      permissions: { shell: true },
      env: { PATH: process.env["PATH"], WHO: "me" },
      onOutput: (text) => (output += text),
    });
    expect(done).toEqual({
      statements: 2,
      tags: ["CREATE TABLE", "INSERT 0 2"],
      rows: 2,
      error: undefined,
    });
    expect(output).toBe("me\n");
    const refused = await runScript(options);
    expect(refused.error).toBeInstanceOf(ScriptError);
    expect(refused.error).toMatchObject({ position: { file: "seed.sql", line: 3, column: 1 } });
  } finally {
    await database.drop();
  }
});
