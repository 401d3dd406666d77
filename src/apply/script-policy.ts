import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";

import { type Permissions, settingFor } from "../psql/permissions.ts";
import type { Bytes } from "../psql/text/bytes.ts";

/** How migrations are run, and what they may do besides SQL and reading files of the project. */
export interface ScriptPolicy {
  executor: "builtin" | "psql";
  allow: {
    /** \!, backquotes, pipes, \copy … program */
    shell: boolean;
    /** Folders besides the project's. */
    paths: readonly string[];
    /** \setenv */
    setenv: boolean;
  };
  /** For \getenv and for commands. */
  env: Readonly<Record<string, string | undefined>>;
}

export const strictPolicy: ScriptPolicy = {
  executor: "builtin",
  allow: { shell: false, paths: [], setenv: false },
  env: {},
};

/** The policy for the script engine. What commands print goes where notices go. */
export async function permissionsFor(
  { allow }: ScriptPolicy,
  projectDirectory: string,
  onNotice: (text: string) => void,
): Promise<Permissions> {
  const output = { write: (data: Buffer) => (onNotice(data.toString().trimEnd()), true) };
  const streams = { stdin: undefined, stdout: output, stderr: output };
  return {
    roots: [projectDirectory, ...allow.paths.map((path) => resolve(projectDirectory, path))],
    servers: [],
    environment: allow.setenv,
    shell: allow.shell ? (await import("../psql/external/shell.ts")).openShell(streams) : undefined,
    advice: (wish) => `dbfirst.config.ts allows it with psql: { allow: { ${settingFor(wish)} } }.`,
  };
}

/** Reads the files that scripts of a project include, for those who look at them beforehand. */
export function readIncluded(projectDirectory: string): (file: Bytes) => Bytes | undefined {
  return (file) => {
    try {
      const path = resolve(projectDirectory, Buffer.from(file, "latin1").toString());
      // What a pipe holds can be read once, and is for the script.
      return statSync(path).isFile() ? readFileSync(path).toString("latin1") : undefined;
    } catch {
      // Whoever runs the script says why it can't be read.
      return undefined;
    }
  };
}
