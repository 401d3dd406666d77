import type { RepairStatement } from "../../src/drift/plan/repair.ts";

/** A statement of a plan that costs nothing, but for what is said of it. */
export function statement(sql: string, more: Partial<RepairStatement> = {}): RepairStatement {
  const harmless = { lock: null, losesData: false, rewritesTable: false, transactional: true };
  return { sql, ...harmless, ...more };
}
