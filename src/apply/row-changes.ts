import { firstWords } from "../psql/execute/first-words.ts";
import { expandScript } from "../psql/scan/expand.ts";
import { fromBytes, toBytes } from "../psql/text/bytes.ts";
import type { Migration } from "../sources/migration.ts";
import { readIncluded } from "./script-policy.ts";

/** A statement that changes rows. */
export interface RowChange {
  /** `UPDATE` */
  command: string;
  file: string;
  /** Of its first word, from 1. */
  line: number;
}

/** The same with the table that it names, as far as that is plain: as SQL, with the quotes that a name needs. */
export interface NamedRowChange extends RowChange {
  table: string | undefined;
}

const commands = new Set(["insert", "update", "delete", "merge", "truncate", "copy"]);

/** The statements of a migration that change rows by their first words; what functions and DO blocks do isn't looked at. */
export function rowChanges({ file, text }: Migration, projectDirectory: string): NamedRowChange[] {
  const script = { file: toBytes(file), text: toBytes(text) };
  const { statements } = expandScript(script, readIncluded(projectDirectory));
  return statements.flatMap((statement) => {
    const [first = ""] = firstWords(statement.text, 1);
    return commands.has(first)
      ? [
          {
            command: first.toUpperCase(),
            file: fromBytes(statement.file),
            line: statement.place.line,
            table: namedTable(fromBytes(statement.text)),
          },
        ]
      : [];
  });
}

const part = String.raw`"(?:[^"]|"")+"|[^\s".,;()*'$]+`;
const named = new RegExp(
  String.raw`^\s*(?:insert\s+into|update|delete\s+from|merge\s+into|truncate(?:\s+table)?|copy)\s+(?:only\s+)?((?:${part})(?:\.(?:${part}))?)(?!\s*[.,*])(?=[\s;(]|$)`,
  "i",
);

/** Undefined where a comment stands in between, or several are named. */
function namedTable(statement: string): string | undefined {
  const [, name] = named.exec(statement) ?? [];
  return name?.replaceAll(new RegExp(part, "g"), plainlyQuoted);
}

/** As PostgreSQL prints a name: without capitals and signs it has no quotes. */
function plainlyQuoted(name: string): string {
  if (!name.startsWith('"')) return name.toLowerCase();
  return /^"[a-z_][a-z0-9_]*"$/.test(name) ? name.slice(1, -1) : name;
}

/** Those whose rows stay where these tables of all go, and with them what was done to their rows. */
export function stayingChanges(
  changes: readonly NamedRowChange[],
  { gone, all }: { gone: ReadonlySet<string>; all: readonly string[] },
): RowChange[] {
  const isGone = (table: string) => {
    const meant = all.filter((name) => name === table || name.endsWith(`.${table}`));
    return meant.length > 0 && meant.every((name) => gone.has(name));
  };
  return changes.flatMap(({ table, ...change }) =>
    table !== undefined && isGone(table) ? [] : [change],
  );
}
