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

const commands = new Set(["insert", "update", "delete", "merge", "truncate", "copy"]);

/** The statements of a migration that change rows by their first words; what functions and DO blocks do isn't looked at. */
export function rowChanges({ file, text }: Migration, projectDirectory: string): RowChange[] {
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
          },
        ]
      : [];
  });
}
