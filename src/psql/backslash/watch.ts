import { runStatement } from "../execute/run-statement.ts";
import { sendQuery } from "../execute/send-query.ts";
import { timingOf } from "../execute/timing.ts";
import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import type { QueryBuffer } from "../text/query-buffer.ts";
import { parseDouble, shortest } from "../c-number.ts";
import { refusedInPipeline } from "./pipelines.ts";
import { type Command, type CommandContext, type Outcome, outcome } from "./command.ts";

interface Plan {
  seconds: number;
  /** How often; undefined: until it fails or is stopped. */
  count: number | undefined;
  /** Fewer rows than this end it. */
  leastRows: number;
}

/** `\watch [[i=]SECONDS] [c=COUNT] [m=ROWS]`, as in psql 18; psql 15 knows the seconds only. */
export const watchCommands: Record<string, Command> = { watch: { run: watch } };

async function watch(context: CommandContext): Promise<Outcome> {
  const { session, buffer, previous, lexer } = context;
  const isRefused = refusedInPipeline(context) !== undefined;
  const plan = isRefused ? undefined : readPlan(context);
  let ok = false;
  if (plan === undefined) ok = false;
  else if (typeof plan === "string") session.reporter.error(`\\watch: ${plan}`);
  else if (session.strict && plan.count === undefined)
    session.reporter.error("\\watch: a migration has to give a count, as in \\watch i=1 c=3");
  else {
    if (buffer?.length === 0 && previous !== undefined) buffer.copyFrom(previous);
    if (buffer === undefined || buffer.length === 0)
      session.reporter.error("\\watch cannot be used with an empty query");
    else ok = await repeat(session, buffer, plan);
  }
  buffer?.clear();
  lexer.reset();
  return outcome(ok);
}

function readPlan({ reader, session }: CommandContext): Plan | Bytes {
  const plan: Plan = {
    seconds: session.switches.watchInterval,
    count: undefined,
    leastRows: 0,
  };
  const given = new Set<keyof Plan>();
  for (;;) {
    const text = reader.next("normal", { semicolon: true })?.text;
    if (text === undefined) return plan;
    const equals = text.indexOf("=");
    const part = equals < 0 ? PARTS.get("i") : PARTS.get(text.slice(0, equals));
    if (part === undefined) return `unrecognized parameter "${text}"`;
    if (given.has(part.name)) return `${part.twice} specified more than once`;
    given.add(part.name);
    const value = text.slice(equals + 1);
    const number = part.name === "seconds" ? secondsOf(value) : countOf(value);
    if (number === undefined) return `incorrect ${part.what} "${value}"`;
    plan[part.name] = number;
  }
}

/** An argument of \watch, and how messages call it. */
interface Part {
  name: keyof Plan;
  what: string;
  twice: string;
}

const intervalPart: Part = {
  name: "seconds",
  what: "interval value",
  twice: "interval value is",
};
const countPart: Part = { name: "count", what: "iteration count", twice: "iteration count is" };
const rowsPart: Part = {
  name: "leastRows",
  what: "minimum row count",
  twice: "minimum row count",
};
const PARTS: ReadonlyMap<string, Part> = new Map([
  ["i", intervalPart],
  ["interval", intervalPart],
  ["c", countPart],
  ["count", countPart],
  ["m", rowsPart],
  ["min_rows", rowsPart],
]);

function secondsOf(text: Bytes): number | undefined {
  const seconds = parseDouble(text);
  return typeof seconds !== "number" || seconds < 0 ? undefined : Math.abs(seconds);
}

function countOf(text: Bytes): number | undefined {
  const number = /^[ \t\n\v\f\r]*\+?\d+$/.test(text) ? Number(text) : 0;
  return number > 0 && number <= 0x7fffffff ? number : undefined;
}

/** Runs the statement again and again, each time under the time of day. False once it fails. */
async function repeat(session: Session, buffer: QueryBuffer, plan: Plan): Promise<boolean> {
  const statement = session.admits?.({ text: buffer.text, source: buffer }) ?? {
    text: buffer.text,
    source: buffer,
  };
  if (statement === "skip" || statement === "refuse") return statement === "skip";
  const { print } = session;
  let ok = Number.isFinite(plan.seconds);
  if (!ok) session.reporter.error("could not set timer: Invalid argument");
  let rows = plan.leastRows;
  const onTag = (tag: Bytes): void => {
    rows = Number(/ (\d+)$/.exec(tag)?.[1] ?? 0);
  };
  for (let turn = 1; ok && rows >= plan.leastRows; turn += 1) {
    const every = `${timeOfDay(new Date())} (every ${shortest(plan.seconds)}s)\n`;
    const title = print.title === undefined ? every : `${print.title}\t${every}`;
    session.print = { ...print, title };
    const send = (next: typeof statement): Promise<boolean> => sendQuery(session, next);
    const started = performance.now();
    ok = await runStatement(session, statement, { send, onTag, setsVariables: false });
    if (session.timing) session.stdout.write(timingOf(performance.now() - started));
    if (session.cancelled || turn === plan.count || rows < plan.leastRows) break;
    if (ok) await pause(session, plan.seconds * 1000);
  }
  session.print = print;
  session.stdout.write("\n");
  return ok;
}

/** As C's strftime writes it with %c. */
function timeOfDay(now: Date): Bytes {
  const [weekday, month, day, year, time] = now.toString().split(" ") as [
    string,
    string,
    string,
    string,
    string,
  ];
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}

/** In short steps, so that Ctrl-C is noticed. */
async function pause(session: Session, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  for (let left = milliseconds; left > 0 && !session.cancelled; left = end - Date.now())
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, 100)));
}
