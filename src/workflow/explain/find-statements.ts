import { rehearseMigration, type StatementPlace } from "../../apply/rehearse.ts";
import { readCatalogWithin } from "../../catalog/read-within.ts";
import { mentions } from "../../drift/origins/hints.ts";
import { findLastChanges, isExact } from "../../drift/origins/last-change.ts";
import { sight, type Sighting, type Subject } from "../../drift/origins/subject.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Migration } from "../../sources/migration.ts";
import { scopeOf, type Observation, type Replay } from "./observation.ts";

/** How often the catalog is read while a migration is rehearsed once. */
const looksPerPass = 24;

/** Rehearses one migration as often as it takes to find the statement for each subject. */
export async function findStatements(
  { shadow, project, run }: Replay,
  settings: ConnectionSettings,
  wanted: {
    migration: Migration;
    subjects: readonly Subject[];
    observation: Pick<Observation, "relations" | "names">;
    /** As `performance.now` counts: no further pass is begun then. */
    deadline: number;
    /** Not every script can be rolled back. */
    copies: boolean;
  },
): Promise<(StatementPlace | undefined)[]> {
  const { migration, subjects, observation, deadline, copies } = wanted;
  const scope = scopeOf(project, { subjects, relations: observation.relations }, run);
  const pass = async (positions: readonly number[]) => {
    const places: StatementPlace[] = [];
    const seen = new Map<number, Sighting>();
    const rehearsal = {
      settings: copies ? await shadow.copyDatabase(settings) : settings,
      projectDirectory: project.directory,
      migration,
      policy: { ...project.scripts, env: run.env },
      signal: run.signal,
    };
    await rehearseMigration(rehearsal, async (at, execute) => {
      if (at !== null) places.push(at);
      if (!positions.includes(places.length)) return;
      seen.set(places.length, sight(await readCatalogWithin(execute, scope), subjects));
    });
    return { places, seen };
  };
  run.step(`Looking for the lines in ${migration.file}`);
  const { places } = await pass([]);
  if (places.length === 1) return subjects.map(() => places[0]);
  const spans = await findLastChanges({
    steps: places.length,
    subjects: subjects.length,
    looksPerPass,
    hints: hintedStatements(migration, places, observation.names),
    isOver: () => performance.now() > deadline,
    pass: async (positions) => (await pass(positions)).seen,
  });
  return spans.map((span) => (isExact(span) ? places[span.after] : undefined));
}

/** Positions before and after the statements that name a subject, and after those of included files. */
function hintedStatements(
  { file, text }: Migration,
  places: readonly StatementPlace[],
  names: ReadonlySet<string>,
): number[] {
  const lines = text.split("\n");
  const positions = places.flatMap((place, index) => {
    if (place.file !== file) return [index, index + 1];
    const end = places[index + 1]?.file === file ? places[index + 1]!.line : lines.length + 1;
    // The next statement may stand on the same line.
    const own = lines.slice(place.line - 1, Math.max(end - 1, place.line)).join("\n");
    return mentions(own, names) ? [index, index + 1] : [];
  });
  return [...new Set(positions)];
}
