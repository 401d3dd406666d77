/** A value of a configuration, as it is written there. */
export type Setting = string | boolean | readonly string[] | Readonly<Record<string, string>>;

/** An entry of `sources`, found in a project. */
export interface SourceDraft {
  /** What it is, for people: `Alembic`. */
  system: string;
  /** As it is written, `name` and `kind` first. */
  settings: { name: string; kind: string; directory: string } & Readonly<Record<string, Setting>>;
  /** How many migrations are there. */
  migrations: number;
  /** What should be looked over by hand, as sentences. */
  remarks: readonly string[];
  /** What a machine needs besides npm's packages to run it. */
  needs?: "python" | "program" | undefined;
}

/** What is said of a program's settings that were taken from its documentation. */
export function untried(system: string): string {
  return `The settings for ${system} weren't tried: look them over (docs/several-systems.md has more).`;
}
