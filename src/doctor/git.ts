import { execa } from "execa";
import { ok, problem, warning, type Finding } from "./diagnosis.ts";

export interface GitQuestion {
  directory: string;
  /** Files that pull requests need, relative to the project; those that aren't there yet are left out. */
  committed: readonly string[];
  /** The folder with the embedded database's data and password. */
  secret: string;
  signal: AbortSignal;
}

/** Whether git has what it should have, and nothing that it shouldn't. */
export async function judgeGit(question: GitQuestion): Promise<Finding[]> {
  const { committed, secret } = question;
  const ask = (...args: readonly string[]) => askGit(question, args);
  const inside = await ask("rev-parse", "--is-inside-work-tree");
  if (inside === undefined)
    return [ok("git isn't installed, so what is committed isn't looked at")];
  if (inside.exitCode !== 0) return [ok("The project is in no git repository")];
  const findings: Finding[] = [];
  const tracked = await ask("ls-files", "--", secret);
  if (tracked !== undefined && tracked.stdout !== "") {
    findings.push(
      problem(
        `git has files of ${secret}/, which holds the embedded database's data and password`,
        `git rm -r --cached ${secret}, and ${secret}/ in .gitignore. The password is in the history: \`dbfirst down\` and a fresh ${secret}/ make a new one.`,
      ),
    );
  }
  const rules = new Set<string>();
  for (const file of committed) {
    const finding = await judgeCommitted(file, rules, ask);
    if (finding !== undefined) findings.push(finding);
  }
  return findings.length > 0 ? findings : [ok("git has what a pull request's check needs")];
}

/** @param rules those that were told already: one that ignores several files is told once. */
async function judgeCommitted(
  file: string,
  rules: Set<string>,
  ask: (...args: readonly string[]) => ReturnType<typeof askGit>,
): Promise<Finding | undefined> {
  const ignored = await ask("check-ignore", "--verbose", "--", file);
  if (ignored?.exitCode === 0 && !ignored.stdout.includes("\t!")) {
    const rule = ignored.stdout.split("\t")[0] ?? "";
    if (rules.has(rule)) return undefined;
    rules.add(rule);
    return problem(
      `git ignores ${file} (${rule}), and a pull request's check needs it`,
      "Take that rule out, or add an exception after it, and commit the file.",
    );
  }
  const known = await ask("ls-files", "--error-unmatch", "--", file);
  if (known?.exitCode === 0) return undefined;
  return warning(`${file} isn't committed, and a pull request's check needs it`, `git add ${file}`);
}

/** Undefined: there is no git. */
async function askGit({ directory, signal }: GitQuestion, args: readonly string[]) {
  const { exitCode, stdout, code } = await execa("git", args, {
    cwd: directory,
    reject: false,
    stdin: "ignore",
    cancelSignal: signal,
    env: { GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
  });
  if (code === "ENOENT") return undefined;
  return { exitCode, stdout };
}
