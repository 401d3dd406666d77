import type { RepairStatement } from "./repair.ts";

/**
 * A statement that isn't the planning library's. What ALTER changes is locked altogether, unless `withRisks` knows its form
 * better. Pure. https://www.postgresql.org/docs/current/sql-altertable.html, and that of the other commands
 */
export function ownStatement(sql: string): RepairStatement {
  const lock = /^ALTER (?:(?:FOREIGN )?TABLE|INDEX) /.test(sql) ? "ACCESS EXCLUSIVE" : null;
  return { sql, lock, losesData: false, rewritesTable: false, transactional: true };
}
