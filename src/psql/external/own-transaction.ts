import { skipSpace } from "../execute/first-words.ts";
import { walkScript } from "../scan/walk.ts";
import { type Bytes, fromBytes, toBytes } from "../text/bytes.ts";
import type { SourcePlace } from "../text/query-buffer.ts";
import { isPlainCommit, ownBegin } from "../strict/transaction-guard.ts";

/**
 * The text of a script that is one transaction by itself, without its BEGIN and COMMIT, so that it can run within
 * another; a BEGIN with modes becomes SET TRANSACTION. Every line stays where it was.
 *
 * @returns undefined when the script can't be run from another place, or has its BEGIN or COMMIT in a file that it includes.
 */
export function withoutOwnTransaction(script: string): string | undefined {
  const statements: { text: Bytes; place: SourcePlace }[] = [];
  let isMovable = true;
  const text = toBytes(script);
  walkScript(text, {
    statement: (statement) => void statements.push(statement),
    command: ({ name }) => {
      if (name === "ir" || name === "include_relative") isMovable = false;
    },
  });
  const first = statements[0];
  const last = statements.at(-1);
  if (!isMovable || first === undefined || last === undefined || first === last) return undefined;
  const modes = ownBegin(first.text);
  if (modes === undefined || !isPlainCommit(last.text)) return undefined;
  const withoutCommit = replaced(text, last.place, "");
  return fromBytes(
    replaced(withoutCommit, first.place, modes === "" ? "" : `set transaction ${modes};`),
  );
}

/** Puts `by` in the place of the statement there, up to its semicolon. Its newlines stay. */
function replaced(script: Bytes, { line, offset }: SourcePlace, by: Bytes): Bytes {
  let start = 0;
  for (let number = 1; number < line; number += 1) start = script.indexOf("\n", start) + 1;
  start = skipSpace(script, start + offset);
  const semicolon = script.indexOf(";", start);
  const end = semicolon < 0 ? script.length : semicolon + 1;
  const newlines = script.slice(start, end).replaceAll(/[^\n]+/g, "");
  return script.slice(0, start) + by + newlines + script.slice(end);
}
