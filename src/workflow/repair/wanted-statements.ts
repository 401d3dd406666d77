import { fingerprint } from "../../catalog/fingerprint.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import type { RepairStatement } from "../../drift/plan/repair.ts";
import { connect } from "../../postgres/connect.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { readProjectCatalog } from "../replay.ts";
import type { Run } from "../run.ts";

/**
 * A plan without the statements that only touch attributes which the project ignores: the planning library knows no such
 * rules. Told by running it on a copy, and comparing what a check sees with all that there is, after each statement.
 *
 * @param prepare what the statements are to be run as.
 * @throws what a statement fails with.
 */
export async function wantedStatements(
  project: Project,
  copy: ConnectionSettings,
  statements: readonly RepairStatement[],
  { prepare, run }: { prepare: (sql: string) => string; run: Run },
): Promise<RepairStatement[]> {
  const look = async () => {
    const whole = await readProjectCatalog(project, copy, run);
    const seen = withoutIgnored(whole, project.ignore);
    return { whole: fingerprint(whole.facts), seen: fingerprint(seen.facts) };
  };
  const sql = await connect(copy, { applicationName: "dbfirst trial", signal: run.signal });
  try {
    const wanted: RepairStatement[] = [];
    let before = await look();
    for (const statement of statements) {
      await sql.unsafe(prepare(statement.sql));
      const after = await look();
      if (after.seen !== before.seen || after.whole === before.whole) wanted.push(statement);
      before = after;
    }
    return wanted;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
