import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import { runPsql } from "../../../src/psql/program/run-psql.ts";
import { asInstalledPsql } from "../installed-psql.ts";
import { type RecordingServer, startRecordingServer } from "../recording-server.ts";
import { isHarmless, type Parts } from "./scripts.ts";
import { shrink } from "./shrink.ts";
import { isSwallowing } from "./swallowing.ts";

/** What one side sent for one script. */
export type Sent = readonly string[];

/** Sends scripts through the real psql and through the engine to servers that only write down what they get. */
export interface BothSides {
  /** Whether the psql that is installed swallows what follows a statement without words, behind a COPY. */
  readonly swallows: boolean;
  /** What each side sent for each of the scripts, which run one after the other in one session. */
  compare(scripts: readonly Parts[]): Promise<{ psql: Sent[]; ours: Sent[] }>;
  /** What the engine alone sends; throws what it throws. */
  ours(script: Parts, signal?: AbortSignal): Promise<{ exitCode: number; sent: string[] }>;
  close(): void;
}

const END = "select 'the end of a script'";

/** @param follows the option by which the engine follows another release than the installed psql's */
export async function startBothSides(folder: string, follows?: string): Promise<BothSides> {
  mkdirSync(folder, { recursive: true });
  const server = await startRecordingServer();
  const asOracle = await asInstalledPsql();
  const swallows = asOracle.some((option) => Number(/15\.(\d+)/.exec(option)?.[1]) >= 19);
  const nowhere = { write: () => true };
  const env = { PGSSLMODE: "disable", LC_ALL: "C.UTF-8" };
  const connection = ["-X", "-h", "127.0.0.1", "-p", String(server.port), "-U", "u", "-d", "d"];
  const runOurs = (argv: string[], signal?: AbortSignal) =>
    runPsql([...(follows === undefined ? asOracle : [follows]), ...argv], {
      stdin: Readable.from([]),
      stdout: nowhere,
      stderr: nowhere,
      env,
      cwd: folder,
      signal,
    });
  const write = (script: Parts, index: number): string => {
    const name = `${index}.sql`;
    writeFileSync(join(folder, name), Buffer.from(script.join(""), "latin1"));
    return name;
  };
  return {
    swallows,
    async compare(scripts) {
      const files = scripts.flatMap((script, index) => ["-f", write(script, index), "-c", END]);
      const argv = [...connection, ...files];
      const psql = await recorded(server, async () => {
        const { timedOut } = await execa("psql", argv, {
          cwd: folder,
          reject: false,
          timeout: 60_000,
          env: { PATH: process.env["PATH"], ...env },
          extendEnv: false,
          stdin: "ignore",
          stdout: "ignore",
          stderr: "ignore",
        });
        if (timedOut) throw new Error("psql didn't end");
      });
      const ours = await recorded(server, () => runOurs(argv));
      return { psql: perScript(psql), ours: perScript(ours) };
    },
    async ours(script, signal) {
      const name = write(script, 0);
      let exitCode = -1;
      const sent = await recorded(server, async () => {
        exitCode = await runOurs([...connection, "-f", name], signal);
      });
      return { exitCode, sent };
    },
    close: () => server.close(),
  };
}

async function recorded(server: RecordingServer, run: () => Promise<unknown>): Promise<string[]> {
  server.queries.length = 0;
  await run();
  return server.queries.splice(0);
}

function perScript(sent: readonly string[]): Sent[] {
  const scripts: string[][] = [[]];
  for (const text of sent) {
    if (text === END) scripts.push([]);
    else scripts.at(-1)!.push(text);
  }
  return scripts;
}

/** A script for which the sides differ, and what each of them sent. */
export interface Difference {
  script: string;
  psql: readonly Sent[];
  ours: readonly Sent[];
}

/**
 * Runs the scripts that are harmless, and makes the first one whose statements differ as short as possible.
 *
 * @returns how many could be compared, and the difference, where there is one.
 */
export async function findDifference(
  sides: BothSides,
  scripts: readonly Parts[],
): Promise<{ compared: number; difference: Difference | undefined }> {
  const both = await compareAll(sides, scripts);
  const compared = both.scripts.length;
  if (!differ(both)) return { compared, difference: undefined };
  const fails = async (script: Parts): Promise<boolean> =>
    differ(await compareAll(sides, [script]));
  let found: Parts = both.scripts.flat();
  for (const script of both.scripts) {
    if (!(await fails(script))) continue;
    found = script;
    break;
  }
  // What each of the scripts leaves behind was seen, but they don't differ as one.
  if (!(await fails(found))) return { compared, difference: { ...both, script: found.join("") } };
  const script = await shrink(found, fails);
  return { compared, difference: { ...(await sides.compare([[script]])), script } };
}

/** What each side sends for those of the scripts that are harmless, and that both should send the same for. */
async function compareAll(
  sides: BothSides,
  given: readonly Parts[],
): Promise<{ scripts: readonly Parts[]; psql: Sent[]; ours: Sent[] }> {
  let scripts = given.filter((script) => isHarmless(script.join("")));
  for (;;) {
    if (scripts.length === 0) return { scripts, psql: [], ours: [] };
    const both = await sides.compare(scripts);
    const isLeft = (_: unknown, at: number): boolean => {
      const script = scripts[at]?.join("");
      return !sides.swallows || script === undefined || !isSwallowing(script, both.psql[at] ?? []);
    };
    const left = {
      scripts: scripts.filter(isLeft),
      psql: both.psql.filter(isLeft),
      ours: both.ours.filter(isLeft),
    };
    if (left.scripts.length === scripts.length) return { scripts, ...both };
    if (!differ(left)) return left;
    // What was swallowed may have changed the session for the scripts behind it: again, without it.
    scripts = left.scripts;
  }
}

function differ({ psql, ours }: { psql: readonly Sent[]; ours: readonly Sent[] }): boolean {
  return JSON.stringify(psql) !== JSON.stringify(ours);
}
