import { existsSync } from "node:fs";
import { join } from "node:path";
import { readSnapshot } from "../../catalog/snapshot-file.ts";
import type { Project } from "../../config/load.ts";
import { ok, problem, warning, type Finding } from "../../doctor/diagnosis.ts";
import { DatabaseError, DbfirstError } from "../../errors.ts";
import type { Binaries } from "../../postgres/embedded/binaries.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { describeDatabase } from "../../postgres/url.ts";
import { snapshotFile } from "../committed.ts";

/** A server that was named for throw-away databases: does it answer, and may we make some there? */
export async function judgeNamedShadow(
  server: ConnectionSettings,
  signal: AbortSignal,
): Promise<Finding> {
  try {
    const session = await openReadingSession(server, { applicationName: "dbfirst doctor", signal });
    try {
      const [[row] = []] = await session.query(
        "SELECT rolsuper OR rolcreatedb AS may, current_setting('server_version') AS version FROM pg_catalog.pg_roles WHERE rolname = current_user",
      );
      if (row?.["may"] === true)
        return ok(
          `Throw-away databases of PostgreSQL ${String(row["version"])}, on ${describeDatabase(server)}`,
        );
      return problem(
        `${JSON.stringify(server.user)} may not make throw-away databases on ${describeDatabase(server)}`,
        "Name a role that may (ALTER ROLE … CREATEDB), best the superuser of a server of its own.",
      );
    } finally {
      session.end();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DatabaseError)) throw error;
    return problem(`The server for throw-away databases: ${error.message}`, error.hint);
  }
}

/** Does the schema have extensions that a throw-away server doesn't? */
export function judgeExtensions(binaries: Binaries, project: Project): Finding[] {
  const folder = join(binaries.root, "share/postgresql/extension");
  if (!existsSync(folder)) return [];
  const lacking = extensionsOf(project).filter(
    (name) => !existsSync(join(folder, `${name}.control`)),
  );
  if (lacking.length === 0) return [];
  return [
    warning(
      `Throw-away databases lack ${lacking.join(", ")}, which the schema has: pulls can't be proved, drift not be explained, and nothing be checked without a database`,
      "Name a server that has it: --shadow-url, DBFIRST_SHADOW_URL, or shadow.url of dbfirst.config.ts (docs/extensions.md).",
    ),
  ];
}

function extensionsOf(project: Project): string[] {
  const file = snapshotFile(project);
  try {
    const snapshot = readSnapshot(join(project.directory, file), file);
    const facts = snapshot?.catalog.facts ?? [];
    return facts.flatMap(({ kind, object }) =>
      kind === "extension" ? [object.replaceAll('"', "")] : [],
    );
  } catch (error) {
    // Another check tells of a snapshot that can't be used.
    if (error instanceof DbfirstError) return [];
    throw error;
  }
}
