import type { Statement } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import { quoteValue } from "../text/quote-value.ts";
import type { Field } from "../../postgres/wire/responses.ts";
import { runOwnCommand } from "./own-command.ts";
import { setErrorVariables, setSuccessVariables } from "./result-variables.ts";
import { reportServerError, throwLost } from "./run-statement.ts";
import { ResultWriter, type SendStatement } from "./result-writer.ts";

/** \gdesc: the names and types of the columns that a statement would give. */
export async function describeQuery(
  session: Session,
  statement: Statement,
  send: SendStatement,
): Promise<boolean> {
  const { connection } = session;
  if (connection === undefined) return false;
  connection.describe(statement.text);
  let fields: Field[] = [];
  let ok = true;
  for (
    let next = await connection.nextResult();
    next !== undefined;
    next = await connection.nextResult()
  ) {
    if (next.kind === "described") fields = next.fields;
    if (next.kind !== "error") continue;
    ok = false;
    reportServerError(session, next, statement);
    setErrorVariables(session, next);
  }
  if (connection.status === "lost") throwLost(session);
  if (!ok) return false;
  if (fields.length === 0) {
    session.output.write("The command has no result, or the result has no columns.\n");
    setSuccessVariables(session, undefined);
    return true;
  }
  const columns = fields
    .map(
      ({ name, type, modifier }) =>
        `(${quoteValue(name, { identifier: false })}, '${type}'::pg_catalog.oid, ${modifier})`,
    )
    .join(",");
  const query = `SELECT name AS "Column", pg_catalog.format_type(tp, tpm) AS "Type"\nFROM (VALUES ${columns}) s(name, tp, tpm)`;
  const { result, error } = await runOwnCommand(session, query);
  if (error !== undefined) {
    reportServerError(session, error, { text: query, source: undefined });
    setErrorVariables(session, error);
    return false;
  }
  session.destination.describe = false;
  const writer = new ResultWriter(session, send);
  if (result !== undefined) ok = await writer.write(result, { last: true });
  await writer.close();
  setSuccessVariables(session, result);
  return ok;
}
