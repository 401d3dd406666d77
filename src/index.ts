export { loadProject, type Project } from "./config/load.ts";
export { defineConfig, type DbfirstConfig } from "./config/define.ts";
export {
  ConfigError,
  DatabaseError,
  DbfirstError,
  ExitCode,
  PullError,
  ScriptError,
  SourceError,
  UsageError,
} from "./errors.ts";
export { readCatalog } from "./catalog/read.ts";
export { fingerprint } from "./catalog/fingerprint.ts";
export type { Catalog, Fact, FactKind } from "./catalog/fact.ts";
export { compareFacts } from "./drift/compare/compare.ts";
export type { Finding } from "./drift/finding.ts";
export type { DriftReport } from "./drift/report.ts";
export { parseUrl } from "./postgres/url.ts";
export { waitForDatabase } from "./postgres/wait.ts";
export type { ConnectionSettings, Target } from "./postgres/settings.ts";
export { createShadow, type Shadow } from "./postgres/shadow.ts";
export { openScriptSession, type ScriptSession } from "./psql/session.ts";
export { runPsql } from "./psql/program/run-psql.ts";
export {
  runScript,
  type RunScriptOptions,
  type ScriptPermissions,
  type ScriptResult,
} from "./psql/run-script.ts";
export { applyPending, checkDrift, pull, status, sync, type Run } from "./workflow.ts";
