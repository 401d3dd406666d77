import { walkScript } from "../psql/scan/walk.ts";
import { fromBytes, toBytes } from "../psql/text/bytes.ts";
import type { Migration } from "../sources/migration.ts";

/** A migration that can be run in part. */
export interface StatementCut {
  /** Its statements in order, without their semicolons. */
  statements: readonly string[];
  /** The same migration with some of its statements, by their indexes, each in the line where it stands. */
  only: (kept: ReadonlySet<number>) => Migration;
}

/**
 * Takes a migration's script apart. Undefined where that can't be done by looking at it: psql's commands decide what runs, or
 * include files. Pure.
 */
export function cutStatements(migration: Migration): StatementCut | undefined {
  const script = toBytes(migration.text);
  if (script.startsWith("\xef\xbb\xbf")) return undefined;
  const lines = lineStarts(script);
  const starts: number[] = [];
  const statements: string[] = [];
  let hasCommands = false;
  walkScript(script, {
    command: () => (hasCommands = true),
    statement: ({ text, place }) => {
      starts.push(lines[place.line - 1]! + place.offset);
      statements.push(fromBytes(text));
    },
  });
  if (hasCommands) return undefined;
  return {
    statements,
    only: (kept) => {
      // Data of COPY go with their statement.
      const parts = starts.map((start, index) => {
        const part = script.slice(start, starts[index + 1]);
        return kept.has(index) ? part : part.replaceAll(/[^\n]+/g, "");
      });
      return { ...migration, text: fromBytes([script.slice(0, starts[0]), ...parts].join("")) };
    },
  };
}

/** Where each line begins. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
