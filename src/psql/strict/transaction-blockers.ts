import { firstWords } from "../execute/first-words.ts";
import type { SeenStatement } from "../scan/walk.ts";
import { fromBytes } from "../text/bytes.ts";

/** Why a statement can't run in the transaction that a file runs in. */
export interface Blocker {
  /** `CREATE INDEX CONCURRENTLY`, … */
  what: string;
  /** Why not, as a sentence's end. */
  reason: string;
  /** Whether a file of this statement alone may run without a transaction by itself. */
  alone: boolean;
}

/** What PostgreSQL refuses in a transaction block (its PreventInTransactionBlock), as far as first words show it. */
export function blockerOf(
  statements: readonly SeenStatement[],
  index: number,
): Blocker | undefined {
  const statement = statements[index] as SeenStatement;
  const words = firstWords(statement.text, 5);
  const [first, second] = words;
  switch (first) {
    case "begin":
    case "start":
    case "commit":
    case "end":
    case "rollback":
    case "abort":
      if (second === "prepared") return cannot(`${first.toUpperCase()} PREPARED`);
      if (words.includes("to")) return undefined;
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
      if (second === "database" || second === "tablespace")
        return cannot(`${first.toUpperCase()} ${second.toUpperCase()}`);
      if (second === "subscription") return subscription(statement, first);
      return /^\s*(?:create(?:\s+unique)?|drop)\s+index\s+concurrently\s/i.test(
        withoutComments(statement.text),
      )
        ? cannot(`${first.toUpperCase()} INDEX CONCURRENTLY`)
        : undefined;
    case "reindex":
      return reindex(statement);
    case "alter":
      return second === "type" ? usedEnumValue(statements, index) : alter(statement, second);
    case "cluster":
      return /^(?:\(.*\)|verbose)?$/is.test(afterFirstWord(statement))
        ? cannot("CLUSTER of all tables")
        : undefined;
    case "discard":
      return second === "all" ? cannot("DISCARD ALL") : undefined;
    default:
      return undefined;
  }
}

function cannot(what: string): Blocker {
  return { what, reason: "can't run inside a transaction", alone: true };
}

function reindex({ text }: SeenStatement): Blocker | undefined {
  const code = withoutLiterals(text);
  const kind = /^\s*reindex\s*(?:\([^)]*\))?\s*(database|system|schema)\b/i.exec(code)?.[1];
  if (kind !== undefined) return cannot(`REINDEX ${kind.toUpperCase()}`);
  const asOption = /\(\s*[^)]*\bconcurrently\b(?!\s+(?:off|false|0))[^)]*\)/i.test(code);
  const asWord = /^\s*reindex\b[^;]*?\b(?:index|table)\s+concurrently\s/i.test(code);
  return asOption || asWord ? cannot("REINDEX CONCURRENTLY") : undefined;
}

function alter({ text }: SeenStatement, second: string | undefined): Blocker | undefined {
  const code = withoutLiterals(text);
  if (second === "system") return cannot("ALTER SYSTEM");
  if (second === "database" && /\bset\s+tablespace\b/i.test(code))
    return cannot("ALTER DATABASE SET TABLESPACE");
  if (second === "table" && /\bdetach\s+partition\b.*\bconcurrently\b/is.test(code))
    return cannot("DETACH PARTITION CONCURRENTLY");
  if (second !== "subscription") return undefined;
  const refreshes =
    /\brefresh\s+publication\b/i.test(code) ||
    (/\b(?:set|add|drop)\s+publication\b/i.test(code) && !isOff(text, "refresh"));
  return refreshes ? cannot("ALTER SUBSCRIPTION with a refresh") : undefined;
}

/** Only the part on the publisher's side can't be undone: the replication slot. */
function subscription({ text }: SeenStatement, first: string): Blocker | undefined {
  if (first === "drop") return { ...cannot("DROP SUBSCRIPTION with its slot"), alone: true };
  if (isOff(text, "connect") || isOff(text, "create_slot")) return undefined;
  return cannot("CREATE SUBSCRIPTION with its slot");
}

function isOff(text: string, option: string): boolean {
  return new RegExp(`\\b${option}\\s*=\\s*'?(?:false|off|0)\\b`, "i").test(text);
}

/** ALTER TYPE … ADD VALUE whose value a later statement of the file names: it is unusable until COMMIT. */
function usedEnumValue(statements: readonly SeenStatement[], index: number): Blocker | undefined {
  const statement = statements[index] as SeenStatement;
  const found =
    /^\s*alter\s+type\s+(\S+)\s+add\s+value\s+(?:if\s+not\s+exists\s+)?((?:'[^']*')+)/i.exec(
      withoutComments(statement.text),
    );
  const [, type, value] = found ?? [];
  if (type === undefined || value === undefined) return undefined;
  // The values of a type that the same transaction has created can be used at once.
  const created = statements.slice(0, index).some(({ text }) => {
    const name = /^\s*create\s+type\s+(\S+)\s/i.exec(withoutComments(text))?.[1];
    return name !== undefined && lastName(name) === lastName(type);
  });
  const used = statements
    .slice(index + 1)
    .find(({ text }) => text.includes(value) && !onlyNames(text));
  if (created || used === undefined) return undefined;
  return {
    what: `ALTER TYPE … ADD VALUE ${fromBytes(value)}`,
    reason: `adds a value that can't be used before the transaction ends, but line ${used.place.line} uses it`,
    alone: false,
  };
}

/** Statements that may name a value without using it: other changes of types, comments, bodies that aren't looked into. */
function onlyNames(text: string): boolean {
  const code = withoutComments(text);
  if (/^\s*(?:alter\s+type|comment)\b/i.test(code)) return true;
  const isRoutine = /^\s*create\s+(?:or\s+replace\s+)?(?:function|procedure)\b/i.test(code);
  return isRoutine && /\blanguage\s+'?plpgsql\b/i.test(code);
}

function lastName(name: string): string {
  const last = /(?:"((?:[^"]|"")*)"|([^."]+))$/.exec(name);
  return last?.[1] ?? last?.[2]?.toLowerCase() ?? name;
}

function afterFirstWord({ text }: SeenStatement): string {
  return withoutComments(text)
    .replace(/^\s*[A-Za-z]+/, "")
    .replace(/;\s*$/, "")
    .trim();
}

function withoutComments(text: string): string {
  return text.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
}

/** So that a word in a string or a quoted name isn't taken for a keyword. */
function withoutLiterals(text: string): string {
  return text.replaceAll(/'[^']*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\//g, " x ");
}
