import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { childEnvironment, type Environment } from "./child-environment.ts";

export interface ProgramOptions {
  /** The environment of the command; the child gets what it needs of it. */
  env: Environment;
  /** Seconds until the program is ended. */
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
}

/** How a program ended: with an answer, with what it printed instead, or not in time. */
export type ProgramEnd =
  | { state: "answered"; answer: unknown }
  | { state: "failed"; printed: string }
  | { state: "timed out" };

/**
 * Runs a program in a process of its own. It is the body of an async function of `task` whose result is the answer; it
 * goes through a file, because a process that ends leaves part of a pipe unwritten.
 *
 * @param scratch a folder of the caller's, for the program and its answer.
 * @throws the signal's reason when aborted.
 */
export async function runProgram(
  scratch: string,
  { program, task }: { program: string; task: unknown },
  options: ProgramOptions,
): Promise<ProgramEnd> {
  await writeFile(join(scratch, "program.cjs"), wrapped(program));
  await writeFile(join(scratch, "task.json"), JSON.stringify(task));
  const { execa } = await import("execa");
  const result = await execa(process.execPath, [join(scratch, "program.cjs")], {
    cwd: scratch,
    extendEnv: false,
    env: childEnvironment(options.env),
    stdin: "ignore",
    all: true,
    reject: false,
    timeout: options.timeoutSeconds * 1000,
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    forceKillAfterDelay: 2000,
  });
  options.signal?.throwIfAborted();
  if (result.timedOut) return { state: "timed out" };
  if (result.exitCode !== 0) return { state: "failed", printed: result.all };
  const answer = await readFile(join(scratch, "answer.json"), "utf8");
  return { state: "answered", answer: JSON.parse(answer) };
}

function wrapped(program: string): string {
  return `"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const run = async (task) => {
${program}
};
run(JSON.parse(readFileSync(join(__dirname, "task.json"), "utf8"))).then((answer) => {
  writeFileSync(join(__dirname, "answer.json"), JSON.stringify(answer ?? null));
  process.exit(0);
}, (error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
`;
}
