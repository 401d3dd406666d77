import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A TypeScript program of the tests that runs in a process of its own. */
export interface RunningProgram {
  child: ChildProcess;
  /** Its next line on standard output. */
  line(): Promise<string>;
  /** How it ended: exit code or signal. */
  ended: Promise<number | NodeJS.Signals>;
}

/** Starts a program by its path relative to the test folder. It is killed when the test is over. */
export function runProgram(path: string, ...argv: string[]): RunningProgram {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", file, ...argv], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ended = once(child, "exit").then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
  );
  const line = async () => {
    const next = await lines.next();
    if (next.done === true) throw new Error(`${path} ended without another line: ${errors}`);
    return next.value;
  };
  return { child, line, ended };
}
