import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import type { Result } from "../../postgres/wire/result.ts";

/** \gset: a variable per column of the one row. */
export function storeRow(
  session: Session,
  result: Result & { kind: "rows" },
  prefix: Bytes,
): boolean {
  const [row, second] = result.rows;
  if (row === undefined || second !== undefined) {
    session.reporter.error(
      row === undefined ? "no rows returned for \\gset" : "more than one row returned for \\gset",
    );
    return false;
  }
  for (const [index, field] of result.fields.entries()) {
    const name = prefix + field.name;
    // A result may not switch psql's behaviour.
    if (session.variables.hasHook(name)) {
      session.reporter.warning(
        `attempt to \\gset into specially treated variable "${name}" ignored`,
      );
      continue;
    }
    if (!session.set(name, row[index] ?? undefined)) return false;
  }
  return true;
}
