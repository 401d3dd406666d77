/** What is looked at. docs/doctor.md says what each is about. */
export type CheckName =
  | "node"
  | "dbfirst"
  | "drizzle-orm"
  | "drizzle-kit"
  | "better-auth"
  | "typescript"
  | "postgres-clients"
  | "environment"
  | "drizzle-config"
  | "dbfirst-config"
  | "sources"
  | "schema-files"
  | "git"
  | "database"
  | "connection"
  | "encryption"
  | "server"
  | "clock"
  | "pooler"
  | "privileges"
  | "records"
  | "migrations"
  | "drift"
  | "embedded"
  | "shadow"
  | "disk";

/** Skipped: it couldn't be looked at, for a reason that another line tells. */
export type Level = "ok" | "warning" | "problem" | "skipped";

/** What one look found. */
export interface Finding {
  level: Level;
  message: string;
  /** What to do; where nothing is wrong, undefined. */
  remedy?: string | undefined;
}

/** A finding with the check that it comes from. */
export interface Diagnosis extends Finding {
  check: CheckName;
}

export const ok = (message: string): Finding => ({ level: "ok", message });
export const skipped = (message: string): Finding => ({ level: "skipped", message });
export const warning = (message: string, remedy: string): Finding => ({
  level: "warning",
  message,
  remedy,
});
export const problem = (message: string, remedy: string | undefined): Finding => ({
  level: "problem",
  message,
  remedy,
});
