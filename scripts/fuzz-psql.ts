import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ScriptError } from "../src/errors.ts";
import { inspectScript } from "../src/psql/strict/inspect.ts";
import { ScriptScan } from "../src/psql/scan/scan.ts";
import { type BothSides, findDifference, startBothSides } from "../test/psql/fuzz/both.ts";
import { runBounded } from "../test/psql/fuzz/bounded.ts";
import { seeded } from "../test/psql/fuzz/random.ts";
import {
  byteScript,
  fragmentScript,
  mutatedScript,
  type Parts,
} from "../test/psql/fuzz/scripts.ts";
import { shrink } from "../test/psql/fuzz/shrink.ts";

// Random scripts for the script engine, for as long as one likes. With a real psql on the PATH as the oracle, where a
// script is harmless to run; else the engine alone, which must end in time, throw nothing and keep its memory.
//   node --import tsx scripts/fuzz-psql.ts --minutes 10 [--seed N]
// Findings are printed with their seed, made as short as possible; exit code 1 if there are any.

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "10" }, seed: { type: "string" } },
});
const end = Date.now() + Number(values.minutes) * 60_000;
let seed = Number(values.seed ?? Date.now() % 1_000_000_000);
console.log(`from seed ${seed}`);

const folder = mkdtempSync(join(tmpdir(), "dbfirst-fuzz-"));
const sides = await startBothSides(folder);
const counts = { compared: 0, alone: 0, findings: 0, mostMemory: 0 };
const BATCH = 25;
/** What a script may take: the recording server answers at once. */
const SECONDS = 10;

try {
  while (Date.now() < end && counts.findings < 20) {
    await compareBatch();
    for (let count = 0; count < BATCH; count += 1) await runAlone();
    counts.mostMemory = Math.max(counts.mostMemory, process.memoryUsage().rss);
  }
} finally {
  sides.close();
  rmSync(folder, { recursive: true, force: true });
}
const memory = `${Math.round(counts.mostMemory / 1e6)} MB at most`;
console.log(
  `${counts.compared} scripts compared with psql, ${counts.alone} run alone, ${counts.findings} findings, ${memory}, next seed ${seed}`,
);
process.exitCode = counts.findings === 0 ? 0 : 1;

async function compareBatch(): Promise<void> {
  const first = seed;
  const scripts = Array.from({ length: BATCH }, () => {
    const random = seeded(seed++);
    return random.below(3) === 0 ? mutatedScript(random) : fragmentScript(random, 60);
  });
  const { compared, difference } = await findDifference(sides, scripts);
  counts.compared += compared;
  if (difference === undefined) return;
  const { script, ...sent } = difference;
  report(`seeds ${first} to ${seed - 1}: other statements`, script, sent);
}

async function runAlone(): Promise<void> {
  const at = seed;
  const random = seeded(seed++);
  const script = random.pick([
    () => byteScript(random, 400),
    () => mutatedScript(random),
    () => fragmentScript(random, 60),
  ])();
  counts.alone += 1;
  const failure = await failureOf(sides, script);
  if (failure === undefined) return;
  const smallest = await shrink(
    script,
    async (parts) => (await failureOf(sides, parts)) !== undefined,
    100,
  );
  report(`seed ${at}: ${failure}`, smallest, {});
}

/** Why the engine doesn't cope with a script; undefined: it does. */
async function failureOf(both: BothSides, script: Parts): Promise<string | undefined> {
  const text = script.join("");
  // \watch goes on until it is stopped, as it should.
  const watches = text.includes("watch");
  try {
    scanOnly(text);
    const ended = await runBounded(both, script, watches ? 300 : SECONDS * 1000);
    if (ended.hangs) return `doesn't end, not even when it is cancelled`;
    if (ended.isCancelled && !watches) return "takes too long";
    if (ended.exitCode < 0 || ended.exitCode > 3) return `exit code ${ended.exitCode}`;
  } catch (error) {
    return String(error instanceof Error ? error.stack : error);
  }
  return undefined;
}
/** What looks at scripts without running them must take anything. */
function scanOnly(text: string): void {
  const settings = {
    host: "h",
    port: 1,
    user: "u",
    password: undefined,
    database: "d",
    ssl: { mode: "disable" as const },
    connectTimeout: undefined,
    parameters: {},
  };
  for (const thorough of [false, true]) {
    new ScriptScan({
      permissions: {
        roots: [folder],
        servers: [],
        environment: false,
        shell: undefined,
        advice: () => "",
      },
      cwd: folder,
      settings,
      thorough,
      strict: thorough,
    }).text(text, "a.sql");
  }
  try {
    inspectScript({ file: "a.sql", text: Buffer.from(text, "latin1").toString() });
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
  }
}

function report(what: string, script: string, details: object): void {
  counts.findings += 1;
  const file = join(tmpdir(), `dbfirst-fuzz-finding-${counts.findings}.sql`);
  writeFileSync(file, Buffer.from(script, "latin1"));
  console.log(`\n${what}\n${JSON.stringify(script)}\n${JSON.stringify(details)}\n(in ${file})`);
}
