import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCatalog } from "../src/catalog/read.ts";
import { formatSnapshot } from "../src/catalog/snapshot.ts";
import { loadProject } from "../src/config/load.ts";
import type { ConnectionSettings } from "../src/postgres/settings.ts";
import { hashText, headerStart } from "../src/pull/files/generated-file.ts";
import { readProjectSources } from "../src/workflow/project-sources.ts";
import { hashOfReplay } from "../src/workflow/replayed-sources.ts";
import { toolVersion } from "../src/version.ts";

const schemas = "src/database/schemas";

/**
 * Writes what a pull would commit after the project's migrations were applied to an empty database, so far as a check looks at it: the
 * snapshot, and for each table a file of the usual size with its hash. (drizzle-kit takes minutes for thousands of tables.)
 */
export async function commitState(project: string, settings: ConnectionSettings): Promise<void> {
  const catalog = await readCatalog(settings);
  mkdirSync(join(project, schemas), { recursive: true });
  mkdirSync(join(project, "drizzle"), { recursive: true });
  const sample = readFileSync(
    join(import.meta.dirname, "../src/database/schemas/organization.ts"),
    "utf8",
  );
  const files = catalog.facts
    .filter(({ kind }) => kind === "table")
    .map(({ object }): [string, string] => {
      const text = sample.startsWith(headerStart) ? `${sample}// ${object}\n` : `${headerStart}\n`;
      const file = `${schemas}/${object.replace(/^.*\./, "")}.ts`;
      writeFileSync(join(project, file), text);
      return [file, hashText(text)];
    });
  const loaded = await loadProject({ directory: project });
  const replayed = hashOfReplay(loaded, readProjectSources(loaded));
  const snapshot = {
    catalog,
    tools: { dbfirst: toolVersion },
    replayed,
    files: Object.fromEntries(files),
  };
  writeFileSync(join(project, "drizzle/catalog.json"), formatSnapshot(snapshot));
}
