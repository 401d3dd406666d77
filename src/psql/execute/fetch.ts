import { type PrintOptions, tableOf } from "../print/table.ts";
import type { Statement } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import { printRows } from "./print-rows.ts";
import { runOwnCommand } from "./own-command.ts";
import { setErrorVariables } from "./result-variables.ts";
import { reportServerError, throwIfLost } from "./run-statement.ts";
import { ResultWriter, type SendStatement } from "./result-writer.ts";
import { storeRow } from "./store-row.ts";

/** FETCH_COUNT: reads a query's rows in parts, through a cursor. */
export async function fetchInParts(
  session: Session,
  statement: Statement,
  send: SendStatement,
): Promise<boolean> {
  const { connection, destination } = session;
  if (connection === undefined) return false;
  const command = async (text: string, options: { setsVariables?: boolean } = {}) => {
    const { result, error } = await runOwnCommand(session, text);
    if (error === undefined) return { result, failed: false };
    reportServerError(session, error, { text, source: undefined });
    if (options.setsVariables === true) setErrorVariables(session, error);
    throwIfLost(session);
    return { result, failed: true };
  };
  const startsTransaction = connection.status === "idle";
  if (startsTransaction && (await command("BEGIN")).failed) return false;
  const writer = new ResultWriter(session, send);
  let total = 0;
  const declare = await command(`DECLARE _psql_cursor NO SCROLL CURSOR FOR\n${statement.text}`, {
    setsVariables: true,
  });
  let ok = !declare.failed;
  if (ok && declare.result?.kind !== "command") {
    // Several statements in one: psql sees the last one's rows where it expects none, and fails without a word.
    setErrorVariables(session, { diagnostic: undefined, text: "" });
    ok = false;
  }
  const target = ok ? writer.target() : undefined;
  ok = target !== undefined;
  // Two rows are enough for \gset to see that there are too many.
  const count = destination.variables === undefined ? session.switches.fetchCount : 2;
  for (;;) {
    if (target === undefined) break;
    const { result, failed } = await command(`FETCH FORWARD ${count} FROM _psql_cursor`, {
      setsVariables: true,
    });
    if (failed || result?.kind !== "rows") {
      ok = false;
      break;
    }
    if (destination.variables !== undefined) {
      ok = storeRow(session, result, destination.variables);
      break;
    }
    const isEnd = result.rows.length < count;
    const isWhole = isEnd && total === 0;
    const part = { isStart: total === 0, isEnd, priorRows: total };
    total += result.rows.length;
    const print = isWhole || target !== session.stdout ? session.print : inParts(session.print);
    const table = tableOf(result, print, session.charset, part);
    // As in psql, an output that takes no more is no error here: there is just nobody to read the rest.
    const failure = printRows(session, target, table);
    if (isEnd || session.cancelled || failure !== undefined) break;
  }
  await writer.close();
  if (ok) {
    session.variables.set("ERROR", "false");
    session.variables.set("SQLSTATE", "00000");
    session.variables.set("ROW_COUNT", String(total));
    ok = !(await command("CLOSE _psql_cursor")).failed;
  } else await runOwnCommand(session, "CLOSE _psql_cursor");
  if (startsTransaction) ok = !(await command(ok ? "COMMIT" : "ROLLBACK")).failed && ok;
  return ok;
}

/**
 * How rows are printed whose widths aren't all known: `expanded auto` is `on` where widths decide. As psql does where it
 * has a pager, or would have one if there was a terminal.
 */
function inParts(print: PrintOptions): PrintOptions {
  const dependsOnWidths = print.format === "aligned" || print.format === "wrapped";
  return print.expanded === "auto" && dependsOnWidths ? { ...print, expanded: "on" } : print;
}
