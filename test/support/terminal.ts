import { spawn } from "node:child_process";
import { once } from "node:events";
import { inject } from "vitest";

export interface TerminalOptions {
  cwd: string;
  /** The end of the question that is answered. */
  prompt: string;
  /** What is typed then; undefined: nothing. */
  answer: string | undefined;
  env?: Readonly<Record<string, string>>;
}

/** Runs the built command line on a terminal of its own, and types a line when it asks for one. */
export async function runOnTerminal(
  args: readonly string[],
  { cwd, prompt, answer, env = {} }: TerminalOptions,
): Promise<{ code: number | null; shown: string }> {
  const words = ["node", inject("commandLine"), ...args].map((word) => `'${word}'`).join(" ");
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(CI$|PG|DATABASE_|VITEST)/.test(name)),
  );
  const child = spawn("script", ["-qefc", words, "/dev/null"], {
    cwd,
    env: { ...inherited, TERM: "dumb", ...env },
  });
  let shown = "";
  let isAnswered = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    if (isAnswered || answer === undefined || !shown.includes(prompt)) return;
    isAnswered = true;
    child.stdin.write(answer);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, shown };
}
