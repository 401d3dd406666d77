import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "./cluster.ts";

/** What can be seen of a script's run. */
export interface Outcome {
  /** Null: it took too long. */
  exitCode: number | null;
  stdout: string;
  /** Empty where both streams went to one file. */
  stderr: string;
}

export interface RunOptions {
  /** The client and its first arguments. */
  command: readonly string[];
  cluster: Cluster;
  database: string;
  /** Where it runs. */
  folder: string;
  script: string;
  argv: readonly string[];
  env: Record<string, string>;
  /** Ends the client. */
  signal: AbortSignal;
  /** Both streams into one file, to see how they follow each other. */
  together: boolean;
}

/** Seconds that a script may take. */
const LONGEST = 300;

/** Gives a script to a client as pg_regress does: on standard input, with all of it echoed. */
export async function runScript(options: RunOptions): Promise<Outcome> {
  const [program = "", ...first] = options.command;
  const { folder } = options.cluster;
  const files = {
    stdout: join(folder, "stdout"),
    stderr: join(folder, options.together ? "stdout" : "stderr"),
  };
  for (const file of Object.values(files)) rmSync(file, { force: true });
  const input = openSync(options.script, "r");
  const stdout = openSync(files.stdout, "a");
  const stderr = openSync(files.stderr, "a");
  try {
    const child = spawn(
      program,
      [...first, "-X", "-a", "-q", "-d", options.database, ...options.argv],
      {
        cwd: options.folder,
        env: { ...options.cluster.env, ...options.env },
        stdio: [input, stdout, stderr],
        timeout: LONGEST * 1000,
        signal: options.signal,
      },
    );
    const [exitCode] = (await once(child, "exit")) as [number | null];
    return {
      exitCode,
      stdout: readFileSync(files.stdout, "latin1"),
      stderr: options.together ? "" : readFileSync(files.stderr, "latin1"),
    };
  } finally {
    for (const file of [input, stdout, stderr]) closeSync(file);
  }
}
