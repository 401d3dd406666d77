import { CommandLineError, parseCommandLine } from "./command-line.ts";

/**
 * Whether psql's arguments ask for nothing but this engine: they name the database, and neither shell commands nor
 * another psql may be started. Or they are wrong, or ask for psql's own help, which takes no database at all.
 */
export function needsOnlyTheEngine(argv: readonly string[]): boolean {
  try {
    const { shows, database, host, allowsShell, executor } = parseCommandLine(argv);
    const namesDatabase = database !== undefined || host !== undefined;
    return shows !== undefined || (namesDatabase && !allowsShell && executor === "builtin");
  } catch (error) {
    // runPsql reports it.
    if (error instanceof CommandLineError) return true;
    throw error;
  }
}
