import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { requireProgram } from "../../src/tools/find-program.ts";
import { projectFolder } from "../support/project-folder.ts";

async function project(): Promise<string> {
  const folder = await projectFolder({
    "backend/run.sh": "#!/bin/sh\n",
    "backend/notes.txt": "",
    "node_modules/.bin/migrate": "#!/bin/sh\n",
    "bin/elsewhere": "#!/bin/sh\n",
  });
  for (const file of ["backend/run.sh", "node_modules/.bin/migrate", "bin/elsewhere"])
    await chmod(join(folder, file), 0o755);
  return folder;
}

const look = (projectDirectory: string, program: string, workingDirectory = "backend") =>
  requireProgram({
    owner: 'source "api"',
    tool: { workingDirectory, env: {}, timeoutSeconds: undefined },
    command: [program, "up"],
    projectDirectory,
    env: { PATH: join(projectDirectory, "bin") },
  });

describe.skipIf(process.platform === "win32")("the program of a source", () => {
  it.each(["./run.sh", "migrate", "elsewhere", "node"])(
    "is found where its start would find it: %s",
    async (program) => {
      const folder = await project();
      expect(() => look(folder, program)).not.toThrow();
    },
  );

  it.each([
    ["misspelt", "elsewere", "backend"],
    ["not to be run", "./notes.txt", "backend"],
    ["a folder", "./", "backend"],
    ["in another folder", "./run.sh", "."],
    ["to run in a folder that isn't there", "migrate", "backent"],
  ])("is missed where it is %s", async (_, program, workingDirectory) => {
    const folder = await project();
    expect(() => look(folder, program, workingDirectory)).toThrow(
      expect.objectContaining({
        code: "TOOL_MISSING",
        message: expect.stringContaining(`\`${program}\` (source "api") can't be started`),
      }),
    );
  });
});
