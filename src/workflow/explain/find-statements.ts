import { rehearseMigration, type StatementPlace } from "../../apply/rehearse.ts";
import { readCatalogWithin } from "../../catalog/read-within.ts";
import { mentions } from "../../drift/origins/hints.ts";
import { findLastChanges, isExact } from "../../drift/origins/last-change.ts";
import { sight, type Sighting } from "../../drift/origins/subject.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Migration } from "../../sources/migration.ts";
import { observationOf, scopeOf, type Observation, type Replay } from "./observation.ts";
import { isSetting, isWorthWatching, placesOf, watchSubjects } from "./watch-subjects.ts";

/** How often the catalog is read while a migration is rehearsed once. */
const looksPerPass = 24;

/** Of the time that is left, the part after which no more statements are looked at: the script has to come to its end. */
const shareOfLooks = 0.7;

type Subjects = Pick<Observation, "subjects" | "names" | "suspectsOf">;

export interface Search {
  migration: Migration;
  observation: Subjects;
  /** As `performance.now` counts: no further pass is begun then. */
  deadline: number;
  /** Not every script can be rolled back. */
  copies: boolean;
}

type Place = StatementPlace | undefined;

/**
 * Rehearses one migration as often as it takes to find the statement for each subject: where few enough statements seem to change
 * one, once with looks round each of these; for the rest, with looks between the statements.
 */
export async function findStatements(
  replay: Replay,
  settings: ConnectionSettings,
  search: Search,
): Promise<Place[]> {
  const { migration, observation, deadline } = search;
  const { subjects } = observation;
  replay.run.step(`Looking for the lines in ${migration.file}`);
  const isWatched = isWorthWatching(migration, observation);
  const { places, found, open } = isWatched
    ? await watchOnce(replay, settings, search)
    : { places: await listPlaces(replay, settings, search), found: [], open: [...subjects.keys()] };
  if (places.length < 2) return subjects.map(() => places[0]);
  if (open.length === 0 || performance.now() > deadline) return subjects.map((_, at) => found[at]);
  const rest = observationOf(
    open.map((at) => subjects[at]!),
    0,
  );
  const spans = await findLastChanges({
    steps: places.length,
    subjects: open.length,
    looksPerPass,
    // What was watched, none of the statements changed that name it.
    hints: isWatched ? undefined : hintedStatements(migration, places, observation.names),
    isOver: () => performance.now() > deadline,
    pass: (positions) => lookBetween(replay, settings, { ...search, observation: rest }, positions),
  });
  const further = new Map(
    spans.map((span, at) => [open[at]!, isExact(span) ? places[span.after] : undefined]),
  );
  return subjects.map((_, at) => found[at] ?? further.get(at));
}

interface WatchedOnce {
  places: readonly StatementPlace[];
  found: readonly Place[];
  /** The subjects that something else changed, by their indexes. */
  open: readonly number[];
}

async function watchOnce(
  replay: Replay,
  settings: ConnectionSettings,
  search: Search,
): Promise<WatchedOnce> {
  const { observation, deadline } = search;
  const { subjects } = observation;
  const places: StatementPlace[] = [];
  let result: Omit<WatchedOnce, "places"> = { found: [], open: [] };
  let until = performance.now() + (deadline - performance.now()) * shareOfLooks;
  const timed = async (look: () => Promise<void>) => {
    if (performance.now() > until) return false;
    await look();
    return true;
  };
  const scope = scopeOf(replay.project, observation, replay.run);
  await rehearse(replay, settings, search, (execute) => {
    const watch = watchSubjects({ ...observation, scope }, execute, timed);
    let first: Sighting | undefined;
    let [isWanted, isSet] = [false, false];
    return {
      wants: (statement) => {
        [isWanted, isSet] = [watch.wants(statement), isSetting(statement)];
        return true;
      },
      before: async () => {
        if (!isSet) first ??= sight(await readCatalogWithin(execute, scope), subjects);
        if (isWanted) await watch.before();
      },
      after: async (at) => {
        places.push(at);
        if (isWanted) await watch.after(at);
      },
      end: async () => {
        until = Infinity;
        const last = await watch.all();
        const found = placesOf(watch.looks);
        const isOpen = (at: number) => found[at] === undefined && first?.[at] !== last?.[at];
        result = { found, open: [...found.keys()].filter(isOpen) };
      },
    };
  });
  return { places, ...result };
}

async function listPlaces(
  replay: Replay,
  settings: ConnectionSettings,
  search: Search,
): Promise<StatementPlace[]> {
  const places: StatementPlace[] = [];
  await rehearse(replay, settings, search, () => ({
    wants: () => true,
    before: () => Promise.resolve(),
    after: (at) => Promise.resolve(void places.push(at)),
    end: () => Promise.resolve(),
  }));
  return places;
}

/** Looks at all subjects after as many statements as the positions say. */
async function lookBetween(
  replay: Replay,
  settings: ConnectionSettings,
  search: Search,
  positions: readonly number[],
): Promise<Map<number, Sighting>> {
  const { subjects } = search.observation;
  const scope = scopeOf(replay.project, search.observation, replay.run);
  const seen = new Map<number, Sighting>();
  let done = 0;
  let isSet = false;
  await rehearse(replay, settings, search, (execute) => {
    const look = async () => {
      const now = positions.filter((position) => position <= done && !seen.has(position));
      if (now.length === 0) return;
      const sighting = sight(await readCatalogWithin(execute, scope), subjects);
      for (const position of now) seen.set(position, sighting);
    };
    return {
      wants: (statement) => {
        isSet = isSetting(statement);
        return true;
      },
      before: async () => {
        if (!isSet) await look();
      },
      after: () => {
        done += 1;
        return Promise.resolve();
      },
      end: look,
    };
  });
  return seen;
}

async function rehearse(
  { shadow, project, run }: Replay,
  settings: ConnectionSettings,
  { migration, copies }: Search,
  watchWith: Parameters<typeof rehearseMigration>[1],
): Promise<void> {
  const rehearsal = {
    settings: copies ? await shadow.copyDatabase(settings) : settings,
    projectDirectory: project.directory,
    migration,
    policy: { ...project.scripts, env: run.env },
    signal: run.signal,
  };
  await rehearseMigration(rehearsal, watchWith);
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
