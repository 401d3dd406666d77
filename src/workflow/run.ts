import type { Environment } from "../environment.ts";

/** How the caller follows a workflow and stops it. */
export interface Run {
  env: Environment;
  signal: AbortSignal;
  /** Overwrite generated files that were edited by hand. */
  force: boolean;
  /** Prove that a pull's TypeScript makes the database that it was pulled from. */
  prove: boolean;
  /** What is going on now; each call replaces the one before. */
  step: (text: string) => void;
  warn: (text: string) => void;
  /** For those who want to know everything: notices of the server. */
  detail: (text: string) => void;
}
