/** One statement of a plan, with what it does to a database in use. */
export interface RepairStatement {
  /** Without a semicolon at its end. */
  sql: string;
  /** The strongest lock on what is there already, as PostgreSQL's manual calls it: `ACCESS EXCLUSIVE`. Null: none. */
  lock: string | null;
  /** Rows or values are lost with it. */
  losesData: boolean;
  /** The table may have to be written anew, or read from end to end, while it is locked. */
  rewritesTable: boolean;
  /** False: it can't run in a transaction block. */
  transactional: boolean;
  /** What its rows or the session have to be like, as a sentence without its subject: `fails where the table has rows`. */
  caution?: string;
}

/** An object or attribute that a plan doesn't bring about. */
export interface Unrepaired {
  kind: string;
  object: string;
  attribute: string | null;
}

/**
 * SQL in the order in which it has to run. It was run on a throw-away copy first, and gave what it says: a plan that
 * wasn't proved so has no statements.
 */
export interface RepairPlan {
  statements: readonly RepairStatement[];
  /** Why there are no statements, as a sentence's end: `the copy can't be built: …`. Null where there are some. */
  reason: string | null;
  /** What stays different after it: the order of columns, which only a new table could restore. */
  leaves: readonly Unrepaired[];
}

/** SQL for the differences between a database and the migrations that are applied to it, both ways. Nothing ran on the database. */
export interface Repair {
  /** Makes the database what its applied migrations say. */
  revert: RepairPlan;
  /** Makes a database of these migrations what this database is: the text of a new migration. */
  keep: RepairPlan;
}
