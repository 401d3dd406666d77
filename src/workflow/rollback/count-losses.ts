import type { DataLoss } from "../../apply/planned-undo.ts";
import type { PlannedLoss } from "../../drift/plan/losses.ts";
import { connect } from "../../postgres/connect.ts";
import { serverReport } from "../../postgres/failure.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Run } from "../run.ts";

/** Nobody needs to know more exactly. */
const mostRows = 1_000_000;
/** Milliseconds for one, and after which no other is begun. */
const [timeoutMs, patienceMs] = [3000, 10_000];

/** How much would be lost: rows of tables, values of columns that aren't null, or that a cast changes. What takes long to count isn't. */
export async function countLosses(
  settings: ConnectionSettings,
  losses: readonly PlannedLoss[],
  { signal }: Run,
): Promise<DataLoss[]> {
  if (losses.length === 0) return [];
  const sql = await connect(settings, { applicationName: "dbfirst plan", signal });
  try {
    await sql.unsafe(
      `set statement_timeout to ${timeoutMs}; set default_transaction_read_only to on`,
    );
    const counted: DataLoss[] = [];
    const deadline = performance.now() + patienceMs;
    for (const { name, table, column, cast } of losses) {
      const changes =
        cast === undefined
          ? `${column} is not null`
          : `${column}::${cast.to}::${cast.from} is distinct from ${column}`;
      const where = column === undefined ? "" : ` where ${changes}`;
      const query = `select count(*)::int as rows from (select from ${table}${where} limit ${mostRows + 1}) t`;
      const rows =
        table === undefined || performance.now() > deadline
          ? null
          : await sql
              .unsafe<{ rows: number }[]>(query)
              .then(([row]) => (row!.rows > mostRows ? null : row!.rows), nullIfRefused);
      counted.push({ name, rows, isCast: cast !== undefined });
    }
    return counted;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** It may have another name yet, take too long, or be somebody else's. */
function nullIfRefused(error: unknown): null {
  if (serverReport(error) === undefined) throw error;
  return null;
}
