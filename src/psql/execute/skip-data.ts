import type { Statement } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import { Lexer } from "../text/lexer.ts";
import { QueryBuffer } from "../text/query-buffer.ts";

/**
 * How many COPYs of a statement took no data, mostly as they failed: these follow in the script all the same, and aren't SQL
 * (CVE-2026-6464).
 */
export function dataNotAskedFor(session: Session, statement: Statement, asked: number): number {
  const copies = inlineCopiesOf(session, statement);
  return copies > asked && session.skipsDataOfFailedCopy ? copies - asked : 0;
}

/** Whether the server may ask for data for so many COPY of a statement: from 15.19 on, psql gives none to one that asks unexpectedly. */
export function mayAskForData(session: Session, statement: Statement, asked: number): boolean {
  return asked <= inlineCopiesOf(session, statement) || !session.release.skipsDataOfFailedCopy;
}

/** For how many COPY … FROM STDIN of a statement data follow in the script, whether the server asks for them or not. */
function inlineCopiesOf({ connection }: Session, statement: Statement): number {
  const { text, source, inlineCopies = source?.inlineCopies } = statement;
  if (inlineCopies !== undefined) return inlineCopies;
  // What no script holds, psql reads by itself, without variables.
  if (!/copy/i.test(text)) return 0;
  const lexer = new Lexer({
    variable: () => undefined,
    warn: () => undefined,
    keepsBodies: () => true,
  });
  const buffer = new QueryBuffer();
  lexer.start(text, { number: 0, standardStrings: connection?.standardStrings ?? true });
  while (lexer.scan(buffer) === "semicolon");
  return buffer.inlineCopies;
}

/** Skips one COPY's, up to the end marker: in the script, or, with -c, on standard input. */
export async function skipData(session: Session): Promise<void> {
  if (session.copySource !== undefined) return;
  const isInInput = session.source === undefined && session.release.skipsDataOfFailedCopy;
  const source = isInInput ? session.stdin() : session.source;
  if (source === undefined) return;
  for (let done = false; !done && !session.cancelled;) ({ done } = await source.takeCopyData());
}
