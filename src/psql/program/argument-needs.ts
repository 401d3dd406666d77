import { parseCommandLine } from "./command-line.ts";
import { CommandLineError } from "./getopt.ts";

/**
 * What psql's arguments need besides this engine: `more`: a shell or another psql. `nothing` also where they are wrong, or
 * ask for psql's own help.
 */
export function argumentNeeds(argv: readonly string[]): "nothing" | "database" | "more" {
  try {
    const { shows, database, host, allowsShell, executor } = parseCommandLine(argv);
    if (shows !== undefined) return "nothing";
    if (allowsShell || executor !== "builtin") return "more";
    return database === undefined && host === undefined ? "database" : "nothing";
  } catch (error) {
    // runPsql reports it.
    if (error instanceof CommandLineError) return "nothing";
    throw error;
  }
}
