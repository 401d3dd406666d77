import { readStatus } from "../../apply/status.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { compareFacts } from "../../drift/compare/compare.ts";
import { DbfirstError, SourceError } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import { readCommitted } from "../committed.ts";
import { readProjectSources } from "../project-sources.ts";
import { replay, withShadow } from "../replay.ts";
import type { Run } from "../run.ts";

/**
 * Refuses a push that would touch what other sources made: drizzle-kit makes the tables of their pending migrations, and drops
 * what they have made since the files were pulled.
 *
 * @throws SourceError PREREQUISITE_PENDING, DbfirstError SCHEMA_STALE.
 */
export async function refuseUnsafePush(project: Project, target: Target, run: Run): Promise<void> {
  const others = project.sources.filter(({ kind }) => kind !== "drizzle").map(({ name }) => name);
  if (others.length === 0) return;
  const sources = readProjectSources(project);
  const planned = await readStatus(target.settings, sources, run.signal);
  const pending = planned.find(
    ({ source, state }) => state === "pending" && others.includes(source),
  );
  if (pending !== undefined) {
    throw new SourceError(
      "PREREQUISITE_PENDING",
      `${pending.migration?.file ?? pending.source} is pending, and push would do its work`,
      { hint: "dbfirst sync applies it and pulls; push after that." },
    );
  }
  // Files that weren't pulled yet lack everything that there is.
  const committed = await readCommitted(project);
  await withShadow(project, run, async (shadow) => {
    const catalog = await replay(project, await shadow.createDatabase(), sources, run);
    const lacking = compareFacts(committed.catalog, withoutIgnored(catalog, project.ignore)).find(
      ({ change, attribute, visibleToDrizzle }) =>
        visibleToDrizzle && change !== "removed" && attribute !== "columnOrder",
    );
    if (lacking === undefined) return;
    throw new DbfirstError(
      "SCHEMA_STALE",
      `The schema files are older than the migrations: push would undo ${lacking.kind} ${lacking.object}`,
      { hint: "dbfirst sync first." },
    );
  });
}
