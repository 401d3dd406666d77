import { execa } from "execa";

export interface Measured {
  /** Median, seconds of the whole process. */
  seconds: number;
  /** Median, megabytes: the largest resident set of one process. */
  memory: number;
}

export interface Candidate {
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  env?: Readonly<Record<string, string>>;
  /** How it is expected to end; 0 by default. */
  exitCode?: number;
  /** Done before each run, and not measured. */
  prepare?: () => Promise<unknown>;
}

/**
 * Runs whole processes side by side, in turns, so that a machine that gets slower hits all of them; the first round isn't
 * counted. Needs GNU time for the memory.
 */
export async function compare(
  candidates: readonly Candidate[],
  rounds: number,
): Promise<Map<string, Measured>> {
  const runs = new Map<string, { seconds: number; memory: number }[]>(
    candidates.map(({ name }) => [name, []]),
  );
  for (let round = 0; round <= rounds; round++) {
    for (const candidate of candidates) {
      const measured = await runOnce(candidate);
      if (round > 0) runs.get(candidate.name)!.push(measured);
    }
  }
  return new Map(
    [...runs].map(([name, all]) => [
      name,
      {
        seconds: median(all.map((run) => run.seconds)),
        memory: median(all.map((run) => run.memory)),
      },
    ]),
  );
}

async function runOnce(candidate: Candidate): Promise<Measured> {
  const { name, command, args, cwd, env, prepare, exitCode = 0 } = candidate;
  await prepare?.();
  const started = performance.now();
  const result = await execa("/usr/bin/time", ["-f", "%M", command, ...args], {
    cwd,
    // Node reads that file before the program's first line: 30 ms for a system's authorities, which nothing here needs.
    env: { NODE_EXTRA_CA_CERTS: "", ...env },
    stdout: "ignore",
    reject: false,
    maxBuffer: 100_000_000,
  });
  const seconds = (performance.now() - started) / 1000;
  if (result.exitCode !== exitCode) throw new Error(`${name} failed: ${result.stderr}`);
  const kilobytes = Number(result.stderr.trim().split("\n").at(-1));
  return { seconds, memory: kilobytes / 1024 };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
