import type { ServerError } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import type { Result } from "../../postgres/wire/result.ts";

/** ERROR, SQLSTATE and the like, after a statement that has failed. */
export function setErrorVariables(session: Session, error: ServerError): void {
  const sqlstate = error.diagnostic?.sqlstate ?? "";
  session.variables.set("ERROR", "true");
  session.variables.set("SQLSTATE", sqlstate);
  session.variables.set("ROW_COUNT", "0");
  session.variables.set("LAST_ERROR_SQLSTATE", sqlstate);
  session.variables.set("LAST_ERROR_MESSAGE", error.diagnostic?.message ?? "");
}

/** The same, after one that was done. */
export function setSuccessVariables(session: Session, result: Result | undefined): void {
  session.variables.set("ERROR", "false");
  session.variables.set("SQLSTATE", "00000");
  const tag = result !== undefined && "tag" in result ? result.tag : "";
  session.variables.set(
    "ROW_COUNT",
    /^(?:INSERT \d+|SELECT|UPDATE|DELETE|MERGE|FETCH|MOVE|COPY) (\d+)$/.exec(tag)?.[1] ?? "0",
  );
}
