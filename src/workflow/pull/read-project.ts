import type { CatalogText } from "../../catalog/fact-text.ts";
import { readCatalogText } from "../../catalog/read.ts";
import type { Project } from "../../config/load.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { projectScope } from "../project-scope.ts";
import type { Run } from "../run.ts";

/** What a database holds in the project's schemas, with what the project ignores, as it comes. */
export async function readProjectText(
  project: Project,
  settings: ConnectionSettings,
  run: Run,
): Promise<CatalogText> {
  const session = await openReadingSession(settings, {
    applicationName: "dbfirst catalog",
    signal: run.signal,
  });
  try {
    return await readCatalogText(session, projectScope(project, run));
  } finally {
    session.end();
  }
}
