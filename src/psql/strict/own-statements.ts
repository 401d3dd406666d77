import { DatabaseError } from "../../errors.ts";
import { toDatabaseError } from "../../postgres/failure.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { RefusedError } from "../../postgres/wire/connect.ts";
import { commitFailure, commitUnknown } from "../messages/commit-failure.ts";
import { runTogether, type Answer } from "../execute/run-together.ts";
import type { GivenScript } from "./run-strictly.ts";
import type { Session } from "../state.ts";
import { type Bytes, fromBytes, toBytes } from "../text/bytes.ts";

interface Surroundings {
  settings: ConnectionSettings;
  /** The one that ran before: what a COMMIT is of. */
  script: GivenScript | undefined;
}

/**
 * Runs statements of the caller's own, which are sent together, and gives the rows of the last one.
 *
 * @throws the first one's error: ScriptError where the COMMIT after a script fails, DatabaseError otherwise. COMMIT_UNKNOWN
 *   where the connection is lost with a COMMIT under way.
 */
export async function runOwnStatements(
  state: Session,
  statements: readonly string[],
  surroundings: Surroundings,
): Promise<Record<string, string | null>[]> {
  const answers = await runTogether(state, statements.map(toBytes));
  for (const [index, answer] of answers.entries()) {
    // The server may have come to all that was sent.
    const done = answer.isLost ? statements.slice(index) : [statements[index]!];
    const failure = failureOf(answer, { ...surroundings, commits: done.some(isCommit) });
    if (failure !== undefined) throw failure;
  }
  const result = answers.at(-1)?.result;
  return result?.kind === "rows" ? rowsOf(result.fields, result.rows) : [];
}

function isCommit(statement: string): boolean {
  return /^\s*commit\b/i.test(statement);
}

function failureOf(
  { result, error, isLost }: Answer,
  { settings, script, commits }: Surroundings & { commits: boolean },
): Error | undefined {
  if (error === undefined) {
    // The server answers COMMIT of a failed transaction with ROLLBACK, and no error.
    if (!commits || result?.kind !== "command" || result.tag !== "ROLLBACK") return undefined;
    return new DatabaseError(
      "TRANSACTION_FAILED",
      "The transaction had failed and was rolled back.",
    );
  }
  const { diagnostic } = error;
  if (commits && isLost) return commitUnknown(script?.file, diagnostic);
  if (commits && script !== undefined && diagnostic !== undefined)
    return commitFailure(script, diagnostic);
  if (diagnostic !== undefined) return toDatabaseError(new RefusedError(diagnostic), settings);
  return new DatabaseError("CONNECTION_LOST", "The connection to the server was lost.");
}

function rowsOf(
  fields: readonly { name: Bytes }[],
  rows: readonly (Bytes | null)[][],
): Record<string, string | null>[] {
  return rows.map((row) =>
    Object.fromEntries(
      row.map((value, index) => [
        fromBytes(fields[index]?.name ?? ""),
        value === null ? null : fromBytes(value),
      ]),
    ),
  );
}
