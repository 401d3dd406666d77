import type { Session } from "../state.ts";
import type { Result } from "../../postgres/wire/result.ts";
import type { Statement } from "../messages/reporter.ts";

/** \gexec: runs each value of the result as a statement, row by row. */
export async function executeCells(
  session: Session,
  result: Result & { kind: "rows" },
  send: (statement: Statement) => Promise<boolean>,
): Promise<boolean> {
  const { destination, switches } = session;
  destination.execute = false;
  let ok = true;
  for (const row of result.rows) {
    for (const text of row) {
      if (text === null) continue;
      if (session.cancelled) return ok;
      if (switches.echo === "all" && !switches.singleStep) session.stdout.write(`${text}\n`);
      if (await send({ text, source: undefined })) continue;
      ok = false;
      if (switches.onErrorStop || session.strict) return false;
    }
  }
  return ok;
}
