import type { FactText } from "../../catalog/fact-text.ts";
import { findProjectOrm, pinnedOrm } from "../../config/installed-orm.ts";
import type { Project } from "../../config/load.ts";
import { ConfigError } from "../../errors.ts";
import { quoteIdentifier } from "../../postgres/quote.ts";
import { refuseMissingModules } from "./override-modules.ts";
import type { Run } from "../run.ts";

/**
 * What can be wrong with a project whatever its files are like. Warns of what may be.
 *
 * @throws ConfigError when the configuration names a file or a schema that isn't there.
 */
export function refuseProject(
  project: Project,
  database: { facts: readonly Pick<FactText, "kind" | "object">[] },
  run: Run,
): void {
  refuseMissingModules(project);
  refuseUnknownSchemas(project, database);
  const orm = findProjectOrm(project);
  if (orm?.tested === false)
    run.warn(
      `drizzle-orm ${orm.version} is installed; dbfirst is tested with ${pinnedOrm} and 0.45. The files are written for ${orm.line}.`,
    );
  const { schemaDirectory } = project;
  // drizzle-kit reads every file of a folder, and would find each table a second time in an index.ts.
  if (!project.schemaIsIndex)
    run.warn(
      `drizzle.config.ts names the folder ${schemaDirectory}, so no index.ts is written; with schema: "./${schemaDirectory}/index.ts" there is one.`,
    );
}

/** A mistyped schema would pull nothing, and take every generated file away. */
function refuseUnknownSchemas(
  { schemas }: Project,
  { facts }: { facts: readonly Pick<FactText, "kind" | "object">[] },
): void {
  const known = new Set(facts.flatMap(({ kind, object }) => (kind === "schema" ? [object] : [])));
  const unknown = (schemas ?? []).filter(
    (name) => !known.has(name) && !known.has(quoteIdentifier(name)),
  );
  if (unknown.length === 0) return;
  throw new ConfigError(
    "dbfirst.config.ts",
    unknown.map((name) => ({
      at: "schemas",
      message: `there is no schema "${name}" in the database`,
    })),
  );
}
