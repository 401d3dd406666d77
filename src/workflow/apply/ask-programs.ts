import type { PlannedMigration } from "../../apply/plan.ts";
import type { Project } from "../../config/load.ts";
import { DbfirstError } from "../../errors.ts";
import { quoteLiteral } from "../../postgres/quote.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import type { Tool, ToolStatus } from "../../sources/tool.ts";
import type { Run } from "../run.ts";

/** What the program of a source says of itself. */
export interface ProgramStatus {
  source: string;
  /** The words of its `status` command. */
  command: string;
  /** What it printed, line by line. */
  output: readonly string[];
  /** What that says; null: nothing that the ledger doesn't know better. */
  state: "applied" | "pending" | null;
  /** Why it wasn't asked. */
  unasked: string | null;
  failure: DbfirstError | null;
}

type Asked = { name: string; tool: Tool & { status: ToolStatus } };

/**
 * Runs the `status` commands of the sources that have one. One that fails doesn't keep the others from being asked. Some
 * programs make their own table when they are asked, so that one whose `bookkeeping` isn't there yet is taken at that.
 *
 * @throws DatabaseError when the database can't be reached; the signal's reason when aborted.
 */
export async function askPrograms(
  project: Project,
  settings: ConnectionSettings,
  sources: readonly Source[],
  run: Run,
): Promise<ProgramStatus[]> {
  const asked = sources.filter(
    (source): source is Source & Asked => source.tool?.status !== undefined,
  );
  if (asked.length === 0) return [];
  const absent = await absentTables(asked, settings, run);
  const place = { projectDirectory: project.directory, env: run.env };
  const answers: ProgramStatus[] = [];
  for (const { name, tool } of asked) {
    const { command } = tool.status;
    const none = { source: name, command, output: [], state: null, unasked: null, failure: null };
    if (tool.bookkeeping !== undefined && absent.has(tool.bookkeeping)) {
      const unasked = `${tool.bookkeeping} isn't there yet`;
      answers.push({ ...none, state: "pending", unasked });
      continue;
    }
    run.step(`Asking ${name}: ${command}`);
    try {
      answers.push({
        ...none,
        ...(await tool.status.ask({ ...place, settings, signal: run.signal })),
      });
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof DbfirstError)) throw error;
      answers.push({ ...none, failure: error });
    }
  }
  return answers;
}

/** Those of the sources' own tables that aren't in the database. */
async function absentTables(
  asked: readonly Asked[],
  settings: ConnectionSettings,
  { signal }: Run,
): Promise<Set<string>> {
  const tables = asked.flatMap(({ tool }) => tool.bookkeeping ?? []);
  if (tables.length === 0) return new Set();
  const session = await openReadingSession(settings, { applicationName: "dbfirst status", signal });
  try {
    const [rows = []] = await session.query(
      `select name from unnest(array[${tables.map(quoteLiteral).join(", ")}]) as name where pg_catalog.to_regclass(name) is null`,
    );
    return new Set(rows.map(({ name }) => String(name)));
  } finally {
    session.end();
  }
}

/** The migrations' states, with the word of those programs that gave one. Pure. */
export function withPrograms(
  planned: readonly PlannedMigration[],
  programs: readonly ProgramStatus[],
): PlannedMigration[] {
  return planned.map((item) => {
    const state = programs.find(({ source }) => source === item.source)?.state ?? null;
    if (state === null || item.migration === undefined) return item;
    return { ...item, state, recordedBy: state === "applied" ? "program" : undefined };
  });
}
