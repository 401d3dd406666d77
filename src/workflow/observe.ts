import type { MigrationWatch } from "../apply/run-migration.ts";
import { isRolledBack, rehearseMigration, type StatementPlace } from "../apply/rehearse.ts";
import { parseCatalog } from "../catalog/fact-text.ts";
import { readCatalogText, type ReadCatalogOptions } from "../catalog/read.ts";
import { readCatalogWithin } from "../catalog/read-within.ts";
import type { Project } from "../config/load.ts";
import { mentions, namesToLookFor, type Blamed } from "../drift/hints.ts";
import { findLastChanges, type Span } from "../drift/last-change.ts";
import { kindsOf, sight, type Sighting, type Subject } from "../drift/subject.ts";
import { openReadingSession } from "../postgres/reading-session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Shadow } from "../postgres/shadow.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import { projectScope } from "./project-scope.ts";
import { applySources } from "./replay.ts";
import type { Run } from "./run.ts";
import { isWatchable, placesOf, watchSubjects, type WatchedLook } from "./watch-subjects.ts";

/** How often the catalog is read while a migration is rehearsed once. */
const looksPerPass = 24;

/** More migrations than this aren't watched on the chance that one of them matters. */
const mostWatched = 8;

/** More migrations than this aren't rehearsed on the chance that one of them matters. */
const mostRehearsals = 3;

/** What is followed through a replay, and what was seen of it. */
export interface Observation {
  subjects: readonly Subject[];
  /** The tables, views and types that they are of or stand on, or may be: no others are looked at. */
  relations: readonly string[];
  /** Words that a migration is likely to hold that changes one of them. */
  names: ReadonlySet<string>;
  /** By how many migrations were applied then. */
  sightings: Map<number, Sighting>;
  /** By migration: for each subject, the statement that changed it last; undefined where none did. */
  places: Map<number, readonly (StatementPlace | undefined)[]>;
  /** Milliseconds that looking may still take. */
  budget: number;
}

export function observationOf(blamed: readonly Blamed[], budget: number): Observation {
  const names = blamed.flatMap(({ object, parent }) => [
    object,
    ...(parent === null ? [] : [parent]),
  ]);
  return {
    subjects: blamed,
    relations: [...new Set(names)],
    names: namesToLookFor(blamed),
    sightings: new Map(),
    places: new Map(),
    budget,
  };
}

/** What an earlier observation saw, if all that is wanted now was followed then. */
export function seenBefore(wanted: Observation, before: Observation): Observation {
  const keyOf = ({ kind, object, attribute }: Subject) => JSON.stringify([kind, object, attribute]);
  const at = new Map(before.subjects.map((subject, index) => [keyOf(subject), index]));
  const indexes = wanted.subjects.map((subject) => at.get(keyOf(subject)));
  if (!indexes.every((index) => index !== undefined)) return wanted;
  const pick = <T>(list: readonly T[]) => indexes.map((index) => list[index]!);
  return {
    ...wanted,
    sightings: new Map([...before.sightings].map(([position, seen]) => [position, pick(seen)])),
    places: new Map([...before.places].map(([position, places]) => [position, pick(places)])),
  };
}

export interface Replay {
  project: Project;
  shadow: Shadow;
  sources: readonly Source[];
  /** Every migration of the sources, in the order in which they are replayed. */
  order: readonly Migration[];
  run: Run;
}

/**
 * Applies a part of the migrations, and looks at the subjects before and after those that seem to concern them, and within these
 * where there are few of them: round statements that name one, as they run; or, where they can't be watched, in a rehearsal, in
 * a transaction that is rolled back. So there is no second replay.
 *
 * @throws ScriptError, DatabaseError where a migration fails.
 */
export async function replayObserved(
  replay: Replay,
  settings: ConnectionSettings,
  { from, to }: { from: number; to: number },
  observation: Observation,
): Promise<void> {
  const hinted = hintedMigrations(replay, observation);
  const stops = new Set([from, to, ...hinted.flatMap((index) => [index, index + 1])]);
  const canWatch = (index: number) =>
    hinted.includes(index) &&
    hinted.length <= mostWatched &&
    isScript(replay, replay.order[index]!) &&
    isWatchable(replay.project, replay.order[index]!, observation.names);
  let done = from;
  for (const stop of [...stops].filter((at) => at >= from && at <= to).toSorted((a, b) => a - b)) {
    const looks: WatchedLook[] = [];
    const watch = stop > done && canWatch(done) ? watchFor(replay, observation, looks) : undefined;
    await applySome(replay, settings, { from: done, to: stop }, watch);
    const rehearsed = stop < to && hinted.includes(stop) && hinted.length <= mostRehearsals;
    await timed(observation, async () => {
      const seen = await lookAt(replay, settings, stop, observation);
      if (watch !== undefined) observation.places.set(done, placesOf(looks, seen));
      if (rehearsed && !canWatch(stop)) await rehearseInPlace(replay, settings, stop, observation);
    });
    done = stop;
  }
}

function watchFor(
  { project, run }: Replay,
  observation: Observation,
  looks: WatchedLook[],
): MigrationWatch {
  const scope = scopeOf(project, observation, run);
  return watchSubjects({ ...observation, scope }, (look) => timed(observation, look), looks);
}

/** The migrations that name a subject, in their order. */
export function hintedMigrations(
  { order }: Pick<Replay, "order">,
  { names }: Observation,
): number[] {
  return order.flatMap(({ text, includes }, index) =>
    includes !== undefined || mentions(text, names) ? [index] : [],
  );
}

/** Spends the observation's time; does nothing once it is over. */
async function timed(observation: Observation, look: () => Promise<void>): Promise<boolean> {
  if (observation.budget <= 0 || observation.subjects.length === 0) return false;
  const started = performance.now();
  await look();
  observation.budget -= performance.now() - started;
  return true;
}

async function lookAt(
  { project, run }: Replay,
  settings: ConnectionSettings,
  position: number,
  observation: Observation,
): Promise<Sighting> {
  const { subjects, sightings } = observation;
  const session = await openReadingSession(settings, {
    applicationName: "dbfirst look",
    signal: run.signal,
  });
  try {
    const text = await readCatalogText(session, scopeOf(project, observation, run));
    const seen = sight(parseCatalog(text), subjects);
    sightings.set(position, seen);
    return seen;
  } finally {
    session.end();
  }
}

export function scopeOf(
  project: Project,
  { subjects, relations }: Pick<Observation, "subjects" | "relations">,
  run: Run,
): ReadCatalogOptions {
  return { ...projectScope(project, run), kinds: kindsOf(subjects), relations };
}

async function rehearseInPlace(
  replay: Replay,
  settings: ConnectionSettings,
  index: number,
  observation: Observation,
): Promise<void> {
  const migration = replay.order[index]!;
  if (!isScript(replay, migration) || !isRolledBack(migration, replay.project.directory)) return;
  const { subjects } = observation;
  const deadline = performance.now() + observation.budget;
  observation.places.set(
    index,
    await findStatements(replay, settings, {
      migration,
      subjects,
      observation,
      deadline,
      copies: false,
    }),
  );
}

/** Applies migrations in runs that follow the order of the sources, as far as this replay does: within one, that order decides. */
export async function applySome(
  { project, sources, order, run }: Replay,
  settings: ConnectionSettings,
  { from, to }: { from: number; to: number },
  watch?: MigrationWatch,
): Promise<void> {
  const all = sources.flatMap((source) => source.migrations);
  const place = new Map(all.map((migration, index) => [migration, index]));
  let together: Migration[] = [];
  const flush = async () => {
    const only = together.map(({ file }) => file);
    if (only.length > 0)
      await applySources(project, settings, sources, { ...run, only, watch, output: run.detail });
    together = [];
  };
  for (const migration of order.slice(from, to)) {
    const before = together.at(-1);
    if (before !== undefined && place.get(before)! > place.get(migration)!) await flush();
    together.push(migration);
  }
  await flush();
}

/** What other programs run has no statements of ours. */
export function isScript({ sources }: Pick<Replay, "sources">, { source }: Migration): boolean {
  return sources.find(({ name }) => name === source)?.tool === undefined;
}

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

export function isExact(span: Span | undefined): span is Span {
  return span !== undefined && span.until - span.after === 1;
}
