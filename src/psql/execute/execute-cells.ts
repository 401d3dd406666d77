import type { Session } from "../state.ts";
import type { Result } from "../../postgres/wire/result.ts";
import type { Statement } from "../reporter.ts";

/** \gexec: runs each value of the result as a statement, row by row. */
export async function executeCells(
  session: Session,
  result: Result & { kind: "rows" },
  send: (statement: Statement) => Promise<boolean>,
): Promise<boolean> {
  const outer = session.destination;
  outer.execute = false;
  let ok = true;
  for (const row of result.rows) {
    for (const text of row) {
      if (text === null) continue;
      if (session.cancelled) return ok;
      if (session.switches.echo === "all") session.stdout.write(`${text}\n`);
      session.destination = { ...outer, savedPrint: undefined };
      const done = await send({ text, source: undefined });
      session.destination = outer;
      if (done) continue;
      ok = false;
      if (session.switches.onErrorStop || session.strict) return false;
    }
  }
  return ok;
}
