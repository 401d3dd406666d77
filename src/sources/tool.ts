import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Migration } from "./migration.ts";

/** A program that runs a source's migrations. */
export interface Tool {
  /** The kind of the source, by its name. */
  kind: string;
  /** Whether only it can tell what is applied; one migration, `up`, stands for all that it has. */
  isOpaque: boolean;
  /** What applies everything that is pending, as people start it. */
  up: string;
  /** Where that runs, relative to the project. */
  workingDirectory: string;
  /** Whether it can take migrations back. */
  takesBack: boolean;
  /** What takes everything back; undefined: nothing does. */
  reset: string | undefined;
  /** What tells whether something is pending; undefined: only the folder's content does. */
  status: ToolStatus | undefined;
  /** Its table of applied migrations, as `to_regclass` reads it, which must be there after `up`. */
  bookkeeping: string | undefined;
  /**
   * Looks whether it can be started, without starting it.
   *
   * @throws SourceError TOOL_MISSING.
   */
  check: (place: ToolPlace) => Promise<void>;
  /**
   * Lets it do what it is asked for.
   *
   * @throws SourceError TOOL_MISSING, TOOL_FAILED, TOOL_TIMEOUT; the signal's reason when aborted.
   */
  run: (work: ToolRun) => Promise<void>;
}

export interface ToolStatus {
  /** As people start it. */
  command: string;
  /**
   * Runs it.
   *
   * @throws SourceError TOOL_MISSING, TOOL_FAILED, TOOL_TIMEOUT; the signal's reason when aborted.
   */
  ask: (work: ToolStart) => Promise<ToolAnswer>;
}

/** What a program says of its migrations. */
export interface ToolAnswer {
  /** What it printed, line by line. */
  output: readonly string[];
  /** What that says; null: nothing that the ledger doesn't know better. */
  state: "applied" | "pending" | null;
}

/** Where a program is looked for. */
export interface ToolPlace {
  projectDirectory: string;
  env: Readonly<Record<string, string | undefined>>;
}

export interface ToolStart extends ToolPlace {
  settings: ConnectionSettings;
  signal: AbortSignal | undefined;
}

export interface ToolRun extends ToolStart {
  /** `reset`: take everything back. `record`: only note that it is applied. */
  direction: "up" | "down" | "reset" | "record";
  /** In the order in which they are to run. */
  migrations: readonly Migration[];
  onStart: (migration: Migration) => void;
  /** Each line that it prints. */
  onOutput: (line: string) => void;
}
