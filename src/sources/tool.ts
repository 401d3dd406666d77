/** A program that runs a source's migrations. */
export type Tool = CommandTool | NodePgMigrateTool;

/** The words of a command line: the program, then its arguments. */
export type CommandLine = readonly [string, ...string[]];

/** Any program with records of its own; one migration, `up`, stands for all that it has. */
export interface CommandTool {
  kind: "command";
  up: CommandLine;
  down: CommandLine | undefined;
  status: CommandLine | undefined;
  /** Where what `status` prints matches, something is pending. */
  pendingPattern: RegExp | undefined;
  reset: CommandLine | undefined;
  /** Where it runs, relative to the project. */
  workingDirectory: string;
  /** Variables for it, with places for the parts of the connection. */
  env: Readonly<Record<string, string>>;
  /** Its table of applied migrations, as `to_regclass` reads it. */
  bookkeeping: string | undefined;
  timeoutSeconds: number | undefined;
}

/** The project's own node-pg-migrate; each file is a migration. */
export interface NodePgMigrateTool {
  kind: "node-pg-migrate";
  /** Relative to the project. */
  directory: string;
  migrationsTable: string;
  migrationsSchema: string;
  schema: string;
  /** Whether it makes the schemas where they are missing. */
  createSchema: boolean;
  ignorePattern: string | undefined;
}
