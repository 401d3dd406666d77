import type { ScriptError, ScriptPosition } from "../../errors.ts";
import { firstWords } from "../execute/first-words.ts";
import { expandScript, type FileStatement } from "../scan/expand.ts";
import { scriptErrorAt } from "../messages/script-error.ts";
import { type Bytes, fromBytes, toBytes } from "../text/bytes.ts";
import { type Blocker, blockerOf } from "./transaction-blockers.ts";
import { isPlainCommit, ownBegin } from "./transaction-guard.ts";

export interface ScriptInspection {
  /** False: the file runs statement by statement, each in a transaction of its own. */
  transactional: boolean;
  /** The file begins with BEGIN and ends with COMMIT, and is one transaction as it is. */
  ownTransaction: boolean;
  /** What would fail in a transaction; empty for a transactional file. */
  blockers: { position: ScriptPosition; what: string; reason: string }[];
}

type Found = Blocker & { statement: FileStatement };

/**
 * Decides from its text whether a script runs in one transaction: yes, unless its first comment lines say
 * `-- dbfirst: no-transaction`, or its only statement is one that can't. Pure but for `read`, which gives the files that
 * it includes; looks at first words, not at meaning.
 *
 * @throws ScriptError for a file with statements that can't run in a transaction beside others, without the directive,
 *   and for one with the directive whose SET LOCAL would do nothing.
 */
export function inspectScript(
  script: { file: string; text: string },
  read: (file: Bytes) => Bytes | undefined = () => undefined,
): ScriptInspection {
  const text = toBytes(script.text);
  const { statements } = expandScript({ file: toBytes(script.file), text }, read);
  const withoutTransaction = saysNoTransaction(script.text);
  const ownTransaction = !withoutTransaction && isOneTransaction(statements);
  const looked = ownTransaction ? statements.slice(1, -1) : statements;
  const found = looked.flatMap((statement, index): Found[] => {
    const blocker = statement.conditional ? undefined : blockerOf(looked, index);
    return blocker === undefined ? [] : [{ statement, ...blocker }];
  });
  const blockers = found.map(({ statement, what, reason }) => ({
    position: scriptErrorAt("", fromBytes(statement.file), statement.place).position,
    what,
    reason,
  }));
  if (withoutTransaction) {
    refuseLostSettings(statements);
    return { transactional: false, ownTransaction: false, blockers };
  }
  const [first] = found;
  if (first === undefined) return { transactional: true, ownTransaction, blockers };
  // Alone, it is as atomic without a transaction as with one.
  if (statements.length === 1 && first.alone)
    return { transactional: false, ownTransaction: false, blockers };
  throw blockedError(first);
}

/** `-- dbfirst: no-transaction` among the comments at the top of the file. */
function saysNoTransaction(text: string): boolean {
  for (const line of text.split("\n", 50)) {
    const trimmed = line.replace(/^\uFEFF/, "").trim();
    if (trimmed === "") continue;
    if (!trimmed.startsWith("--")) return false;
    if (/^--\s*dbfirst:\s*no-transaction\b/i.test(trimmed)) return true;
  }
  return false;
}

/** BEGIN first, COMMIT last, no other transaction control between: what psql users write for "all or nothing". */
function isOneTransaction(statements: readonly FileStatement[]): boolean {
  const [first, ...others] = statements;
  const last = others.pop();
  if (first === undefined || last === undefined || first.conditional || last.conditional)
    return false;
  return first.file === last.file && ownBegin(first.text) !== undefined && isPlainCommit(last.text);
}

/** SET LOCAL and SET TRANSACTION outside a transaction: PostgreSQL warns, and does nothing. */
function refuseLostSettings(statements: readonly FileStatement[]): void {
  let isOpen = false;
  for (const statement of statements) {
    const [first, second] = firstWords(statement.text, 2);
    if (first === "begin" || first === "start") isOpen = true;
    else if (first === "commit" || first === "end" || first === "rollback" || first === "abort")
      isOpen = false;
    if (isOpen || statement.conditional || first !== "set") continue;
    if (second !== "local" && second !== "transaction") continue;
    const what = `SET ${second.toUpperCase()}`;
    throw errorAt(statement, `${what} has no effect outside a transaction`, {
      hint:
        second === "local"
          ? "Write SET instead, or put BEGIN and COMMIT around the statements that it is for, or take -- dbfirst: no-transaction out."
          : "Put BEGIN and COMMIT around the statements that it is for.",
    });
  }
}

function blockedError({ statement, what, reason }: Found): ScriptError {
  return errorAt(statement, `${what} ${reason}; this file runs in one`, {
    hint: "Move the statement to a file of its own, or write -- dbfirst: no-transaction in the file's first lines: then each statement is its own transaction.",
  });
}

function errorAt(
  { file, place, text }: FileStatement,
  message: string,
  { hint }: { hint: string },
): ScriptError {
  return scriptErrorAt(message, fromBytes(file), place, { statement: fromBytes(text), hint });
}
