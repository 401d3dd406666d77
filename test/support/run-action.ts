import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { parse } from "yaml";

interface ActionStep {
  id?: string;
  if?: string;
  shell: string;
  "working-directory"?: string;
  env?: Record<string, string>;
  run: string;
}

interface ActionFile {
  inputs: Record<string, { description: string; default?: string }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { using: string; steps: ActionStep[] };
}

export interface ActionRun {
  conclusion: "success" | "failure";
  outputs: Record<string, string>;
  /** Everything that its steps printed. */
  log: string;
  /** What they wrote into the job's summary. */
  summary: string;
}

export interface ActionOptions {
  inputs?: Record<string, string>;
  /** The `github` context. */
  github?: Record<string, unknown>;
  /** The job's environment, besides what the runner sets. */
  env: Record<string, string>;
  /** The repository as it is checked out. */
  workspace: string;
}

/**
 * Runs the steps of a composite action as GitHub's runner does: inputs and expressions put in, a real file for
 * GITHUB_OUTPUT and the others, `bash` with its flags. Refuses expressions within a script: they would be code of whoever
 * can write an input.
 */
export async function runAction(file: string, options: ActionOptions): Promise<ActionRun> {
  const action = parse(readFileSync(file, "utf8")) as ActionFile;
  if (action.runs.using !== "composite") throw new Error(`${file} isn't a composite action`);
  const temp = mkdtempSync(join(tmpdir(), "dbfirst-action-"));
  onTestFinished(() => rmSync(temp, { recursive: true, force: true }));
  const summaryFile = join(temp, "summary.md");
  writeFileSync(summaryFile, "");
  const contexts = { inputs: {}, steps: {}, github: options.github ?? {} } as Contexts;
  contexts.inputs = readInputs(action, options.inputs ?? {}, contexts);
  let conclusion: ActionRun["conclusion"] = "success";
  let log = "";
  for (const [i, step] of action.runs.steps.entries()) {
    if (conclusion === "failure") break;
    if (step.if !== undefined && evaluate(step.if, contexts) !== "true") continue;
    const outputFile = join(temp, `output-${i}`);
    writeFileSync(outputFile, "");
    const { exitCode, all } = await runStep(step, {
      script: join(temp, `step-${i}`),
      cwd: resolve(options.workspace, substitute(step["working-directory"] ?? ".", contexts)),
      env: {
        ...options.env,
        GITHUB_ACTIONS: "true",
        CI: "true",
        GITHUB_WORKSPACE: options.workspace,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        RUNNER_TEMP: temp,
        ...mapValues(step.env ?? {}, (value) => substitute(value, contexts)),
      },
    });
    log += `${all}\n`;
    if (exitCode !== 0) conclusion = "failure";
    if (step.id !== undefined)
      contexts.steps[step.id] = { outputs: readOutputs(readFileSync(outputFile, "utf8")) };
  }
  const outputs = mapValues(action.outputs, ({ value }) => substitute(value, contexts));
  return { conclusion, outputs, log, summary: readFileSync(summaryFile, "utf8") };
}

interface Contexts {
  inputs: Record<string, string>;
  steps: Record<string, { outputs: Record<string, string> }>;
  github: Record<string, unknown>;
}

function readInputs(
  action: ActionFile,
  given: Record<string, string>,
  contexts: Contexts,
): Record<string, string> {
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`The action has no input ${unknown.join(", ")}`);
  return mapValues(
    action.inputs,
    (input, name) => given[name] ?? substitute(input.default ?? "", contexts),
  );
}

async function runStep(
  { shell, run }: ActionStep,
  { script, cwd, env }: { script: string; cwd: string; env: Record<string, string> },
): Promise<{ exitCode: number | undefined; all: string }> {
  if (run.includes("${{")) throw new Error("A script has an expression in it");
  writeFileSync(script, run);
  const template = shell === "bash" ? "bash --noprofile --norc -eo pipefail {0}" : shell;
  const [command, ...argv] = template.split(" ").map((word) => word.replace("{0}", script));
  const result = await execa(command!, argv, {
    cwd,
    env,
    extendEnv: false,
    reject: false,
    all: true,
    stdin: "ignore",
  });
  return { exitCode: result.exitCode, all: result.all };
}

/** `name=value` by line, as these steps write them. */
function readOutputs(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=");
      if (at < 1) throw new Error(`Not an output: ${line}`);
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

function substitute(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
    evaluate(expression, contexts),
  );
}

/** The part of GitHub's expressions that the action uses: contexts, texts, `==`, `!=`, `&&`. */
function evaluate(expression: string, contexts: Contexts): string {
  const parts = expression.split("&&").map((part) => part.trim());
  if (parts.length > 1) return String(parts.every((part) => evaluate(part, contexts) === "true"));
  const comparison = /^(.*?)\s*(==|!=)\s*(.*)$/.exec(parts[0]!);
  if (comparison !== null) {
    const [, left, operator, right] = comparison as unknown as [string, string, string, string];
    return String((evaluate(left, contexts) === evaluate(right, contexts)) === (operator === "=="));
  }
  const literal = /^'(.*)'$/.exec(parts[0]!);
  return literal === null ? lookUp(parts[0]!, contexts) : literal[1]!;
}

function lookUp(path: string, contexts: Contexts): string {
  if (!/^(?:inputs|steps|github)(?:\.[\w-]+)+$/.test(path))
    throw new Error(`The runner doesn't know the expression ${path}`);
  let value: unknown = contexts;
  for (const name of path.split("."))
    value = typeof value === "object" && value !== null ? (value as never)[name] : undefined;
  return value === undefined || value === null ? "" : String(value);
}

function mapValues<T, U>(
  record: Record<string, T>,
  map: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, map(value, name)]),
  );
}
