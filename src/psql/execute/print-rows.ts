import type { Output } from "../output.ts";
import { aligned } from "../print/aligned.ts";
import { printTable } from "../print/print.ts";
import type { Table } from "../print/table.ts";
import type { Session } from "../state.ts";

/**
 * Prints a table to `target`, and to the log of -L, which is aligned in any format; after Ctrl-C, none. Returns why that
 * failed, if it did.
 */
export function printRows(session: Session, target: Output, table: Table): Error | undefined {
  if (session.cancelled) return undefined;
  target.takeFailure();
  target.write(printTable(table));
  session.log?.write(aligned(table));
  return target.takeFailure();
}
