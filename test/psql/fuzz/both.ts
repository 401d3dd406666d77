import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import { runPsql } from "../../../src/psql/program/run-psql.ts";
import { asInstalledPsql } from "../installed-psql.ts";
import { type RecordingServer, startRecordingServer } from "../recording-server.ts";
import { isHarmless, type Parts } from "./scripts.ts";

/** What one side sent for one script. */
export type Sent = readonly string[];

/** Sends scripts through the real psql and through the engine to servers that only write down what they get. */
export interface BothSides {
  /** Whether both sides should send the same for a script, and it is harmless to run. */
  isComparable(script: Parts): boolean;
  /** What each side sent for each of the scripts, which run one after the other in one session. */
  compare(scripts: readonly Parts[]): Promise<{ psql: Sent[]; ours: Sent[] }>;
  /** What the engine alone sends; throws what it throws. */
  ours(script: Parts, signal?: AbortSignal): Promise<{ exitCode: number; sent: string[] }>;
  close(): void;
}

/** From 15.19 on, psql takes a statement without words behind a COPY for another one, and swallows what follows (psql-compatibility.md). */
const WORDLESS = /(?:^|[;\n]|\\\\)\s*(?:\(|[^A-Za-z;]*;)/;
const NO_WORDS = /(?:\b[BENXbenx]|\b[Uu]&)?'[^']*'|(?:\b[Uu]&)?"[^"]*"|\$\w*\$|:\w+|\b\d\w*/g;

const END = "select 'the end of a script'";

export async function startBothSides(folder: string): Promise<BothSides> {
  mkdirSync(folder, { recursive: true });
  const server = await startRecordingServer();
  const asOracle = await asInstalledPsql();
  const swallows = asOracle.some((option) => Number(/15\.(\d+)/.exec(option)?.[1]) >= 19);
  const nowhere = { write: () => true };
  const env = { PGSSLMODE: "disable", LC_ALL: "C.UTF-8" };
  const connection = ["-X", "-h", "127.0.0.1", "-p", String(server.port), "-U", "u", "-d", "d"];
  const runOurs = (argv: string[], signal?: AbortSignal) =>
    runPsql([...asOracle, ...argv], {
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
    isComparable(script) {
      const text = script.join("");
      if (swallows && /copy/i.test(text) && WORDLESS.test(text.replaceAll(NO_WORDS, "")))
        return false;
      return isHarmless(text);
    },
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

/** The first script whose statements differ, run alone; undefined: none does. */
export async function firstDifference(
  sides: BothSides,
  scripts: readonly Parts[],
): Promise<{ script: Parts; psql: Sent; ours: Sent } | undefined> {
  if (!differ(await sides.compare(scripts))) return undefined;
  for (const script of scripts) {
    const alone = await sides.compare([script]);
    if (differ(alone)) return { script, psql: alone.psql.flat(), ours: alone.ours.flat() };
  }
  const together = await sides.compare(scripts);
  return differ(together)
    ? { script: scripts.flat(), psql: together.psql.flat(), ours: together.ours.flat() }
    : undefined;
}

export function differ({ psql, ours }: { psql: readonly Sent[]; ours: readonly Sent[] }): boolean {
  return JSON.stringify(psql) !== JSON.stringify(ours);
}
