import { isRolledBack } from "../../apply/rehearse.ts";
import type { MigrationWatch } from "../../apply/run-migration.ts";
import type { Catalog } from "../../catalog/fact.ts";
import { parseCatalog } from "../../catalog/fact-text.ts";
import { readCatalogText } from "../../catalog/read.ts";
import { mentions } from "../../drift/origins/hints.ts";
import { sight, sightOfNew, type Sighting } from "../../drift/origins/subject.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Migration } from "../../sources/migration.ts";
import { findStatements } from "./find-statements.ts";
import { scopeOf, type Observation, type Replay } from "./observation.ts";
import { applySources, readProjectCatalog } from "../replay.ts";
import { replaying } from "../run.ts";
import { isWorthWatching, placesOf, watchSubjects } from "./watch-subjects.ts";

/** More migrations than this aren't watched on the chance that one of them matters; but each of many subjects may have its own. */
const mostWatched = 8;

/** More migrations than this aren't rehearsed on the chance that one of them matters. */
const mostRehearsals = 3;

/**
 * Applies a part of the migrations, and looks at the subjects before and after those that seem to concern them, and within these
 * where there are few of them: round statements that name one, as they run; or, where they can't be watched, in a rehearsal, in
 * a transaction that is rolled back. So there is no second replay.
 *
 * @param settings of a database to which all before `from` is applied; a new one where that is nothing.
 * @returns what it holds in the end, with what the project ignores.
 * @throws ScriptError, DatabaseError where a migration fails.
 */
export async function replayObserved(
  replay: Replay,
  settings: ConnectionSettings,
  { from, to }: { from: number; to: number },
  observation: Observation,
): Promise<Catalog> {
  const { sightings, subjects } = observation;
  const hinted = hintedMigrations(replay, observation);
  const watched = watchedAmong(hinted, replay, observation);
  const watch = watchFor(replay, observation, watched);
  let done = from;
  const goOn = async (stop: number) => {
    await applySome(replay, settings, { from: done, to: stop }, watch);
    done = stop;
  };
  const atFirst = from === 0 ? sightOfNew(subjects) : undefined;
  if (atFirst !== undefined) sightings.set(0, atFirst);
  // What a watched migration leaves behind is seen in its own session.
  const stops = hinted.flatMap((index) => [
    ...(watched.has(index - 1) ? [] : [index]),
    ...(watched.has(index) ? [] : [index + 1]),
  ]);
  const between = new Set([from, ...stops].filter((at) => at >= from && at < to));
  for (const stop of [...between].toSorted((a, b) => a - b)) {
    await goOn(stop);
    const isRehearsed =
      hinted.includes(stop) && hinted.length <= mostRehearsals && !watched.has(stop);
    await timed(observation, async () => {
      if (!sightings.has(stop)) await lookAt(replay, settings, stop, observation);
      if (isRehearsed) await rehearseInPlace(replay, settings, stop, observation);
    });
  }
  await goOn(to);
  replay.run.step("Reading the throw-away database's catalog");
  const whole = await (replay.read?.(settings) ??
    readProjectCatalog(replay.project, settings, replay.run));
  sightings.set(to, sight(whole, subjects));
  return whole;
}

/** Which of the migrations can be looked at as they run: few enough, in our own engine, in one transaction. */
function watchedAmong(
  hinted: readonly number[],
  replay: Replay,
  observation: Observation,
): ReadonlySet<number> {
  if (hinted.length > Math.max(mostWatched, observation.subjects.length)) return new Set();
  const { project, order } = replay;
  if (project.scripts.executor !== "builtin") return new Set();
  return new Set(
    hinted.filter(
      (index) =>
        isScript(replay, order[index]!) &&
        isWorthWatching(order[index]!, observation) &&
        isRolledBack(order[index]!, project.directory),
    ),
  );
}

function watchFor(
  { project, order, run }: Replay,
  observation: Observation,
  watched: ReadonlySet<number>,
): MigrationWatch {
  const scope = scopeOf(project, observation, run);
  const { sightings, places } = observation;
  return (migration, execute) => {
    const index = order.indexOf(migration);
    if (!watched.has(index)) return undefined;
    const watch = watchSubjects({ ...observation, scope }, execute, (look) =>
      timed(observation, look),
    );
    const end = async () => {
      const seen = await watch.all();
      if (seen === undefined) return;
      sightings.set(index + 1, seen);
      places.set(index, placesOf(watch.looks));
    };
    return { ...watch, end };
  };
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

async function rehearseInPlace(
  replay: Replay,
  settings: ConnectionSettings,
  index: number,
  observation: Observation,
): Promise<void> {
  const migration = replay.order[index]!;
  if (!isScript(replay, migration) || !isRolledBack(migration, replay.project.directory)) return;
  const deadline = performance.now() + observation.budget;
  observation.places.set(
    index,
    await findStatements(replay, settings, {
      migration,
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
      await applySources(project, settings, sources, { ...replaying(run), only, watch });
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
