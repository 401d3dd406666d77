import type { ScriptError, ScriptPosition } from "../errors.ts";
import { firstWords } from "./execute/first-words.ts";
import { scriptErrorAt } from "./script-error.ts";
import { fromBytes, toBytes } from "./text/bytes.ts";
import { type SeenStatement, splitScript } from "./scan/walk.ts";

/** A statement that can't run in the transaction that a file runs in. */
interface Blocker {
  position: ScriptPosition;
  /** `CREATE INDEX CONCURRENTLY`, … */
  what: string;
  /** Why not, as a sentence's end. */
  reason: string;
}

export interface ScriptInspection {
  /** False: the file runs statement by statement, each in a transaction of its own. */
  transactional: boolean;
  /** What would fail in a transaction; empty for a transactional file. */
  blockers: Blocker[];
}

/**
 * Decides from its text whether a script runs in one transaction: yes, unless its first comment lines say
 * `-- dbfirst: no-transaction`, or its only statement is one that can't. Pure; looks at first words, not at meaning.
 *
 * @throws ScriptError for a file with statements that can't run in a transaction beside others, without the directive.
 */
export function inspectScript(script: { file: string; text: string }): ScriptInspection {
  const statements = splitScript(toBytes(script.text));
  const blocking = statements.flatMap((statement, index) => {
    const found = statement.conditional
      ? undefined
      : blockerOf(statement, statements.slice(index + 1), statements.slice(0, index));
    return found === undefined ? [] : [{ statement, ...found }];
  });
  const blockers = blocking.map(({ statement, what, reason }) => ({
    position: scriptErrorAt("", script.file, statement.place).position,
    what,
    reason,
  }));
  if (saysNoTransaction(script.text)) return { transactional: false, blockers };
  const [first] = blocking;
  if (first === undefined) return { transactional: true, blockers };
  // Alone, it is as atomic without a transaction as with one.
  if (statements.length === 1 && first.alone) return { transactional: false, blockers };
  throw blockedError(script.file, first);
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

interface Found {
  what: string;
  reason: string;
  /** Whether a file of this statement alone may run without a transaction by itself. */
  alone: boolean;
}

function cannot(what: string): Found {
  return { what, reason: "can't run inside a transaction", alone: true };
}

function blockerOf(
  statement: SeenStatement,
  later: SeenStatement[],
  earlier: SeenStatement[],
): Found | undefined {
  const words = firstWords(statement.text, 5);
  const [first, second] = words;
  switch (first) {
    case "begin":
    case "start":
    case "commit":
    case "end":
    case "rollback":
    case "abort":
      if (words.includes("to") || second === "prepared")
        return second === "prepared" ? cannot(`${first.toUpperCase()} PREPARED`) : undefined;
      return {
        what: first.toUpperCase(),
        reason: "is transaction control of its own",
        alone: false,
      };
    case "prepare":
      return second === "transaction"
        ? { ...cannot("PREPARE TRANSACTION"), alone: false }
        : undefined;
    case "vacuum":
      return cannot("VACUUM");
    case "create":
    case "drop":
      if (second === "database" || second === "tablespace" || second === "subscription")
        return cannot(`${first.toUpperCase()} ${second.toUpperCase()}`);
      return words.includes("index") && words.includes("concurrently")
        ? cannot(`${first.toUpperCase()} INDEX CONCURRENTLY`)
        : undefined;
    case "reindex":
      if (second === "database" || second === "system")
        return cannot(`REINDEX ${second.toUpperCase()}`);
      return /^[^;]*?\bconcurrently\b/i.test(statement.text)
        ? cannot("REINDEX CONCURRENTLY")
        : undefined;
    case "alter":
      if (second === "system") return cannot("ALTER SYSTEM");
      if (second === "database" && /\bset\s+tablespace\b/i.test(statement.text))
        return cannot("ALTER DATABASE SET TABLESPACE");
      if (second === "table" && /\bdetach\s+partition\b.*\bconcurrently\b/is.test(statement.text))
        return cannot("DETACH PARTITION CONCURRENTLY");
      return second === "type" ? usedEnumValue(statement, later, earlier) : undefined;
    case "cluster":
      return second === undefined ? cannot("CLUSTER") : undefined;
    case "discard":
      return second === "all" ? cannot("DISCARD ALL") : undefined;
    default:
      return undefined;
  }
}

/** ALTER TYPE … ADD VALUE whose value a later statement of the file names: it is unusable until COMMIT. */
function usedEnumValue(
  statement: SeenStatement,
  later: SeenStatement[],
  earlier: SeenStatement[],
): Found | undefined {
  const found =
    /^\s*alter\s+type\s+(\S+)\s+add\s+value\s+(?:if\s+not\s+exists\s+)?('(?:[^']|'')+')/i.exec(
      statement.text,
    );
  const [, type, value] = found ?? [];
  if (type === undefined || value === undefined) return undefined;
  // The values of a type that the same transaction has created can be used at once.
  const created = earlier.some(({ text }) =>
    new RegExp(`^\\s*create\\s+type\\s+${escapePattern(type)}\\s`, "i").test(text),
  );
  const used = later.find(
    ({ text }) => text.includes(value) && !/^\s*(?:alter\s+type|comment\b)/i.test(text),
  );
  if (created || used === undefined) return undefined;
  return {
    what: `ALTER TYPE … ADD VALUE ${fromBytes(value)}`,
    reason: `adds a value that can't be used before the transaction ends, but line ${used.place.line} uses it`,
    alone: false,
  };
}

function blockedError(file: string, blocker: Found & { statement: SeenStatement }): ScriptError {
  const { statement, what, reason } = blocker;
  return scriptErrorAt(`${what} ${reason}; this file runs in one`, file, statement.place, {
    statement: fromBytes(statement.text),
    hint: "Move the statement to a file of its own, or write -- dbfirst: no-transaction in the file's first lines: then each statement is its own transaction.",
  });
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
