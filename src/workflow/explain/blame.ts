import { relative, resolve, sep } from "node:path";
import type { StatementPlace } from "../../apply/rehearse.ts";
import { parseCatalog } from "../../catalog/fact-text.ts";
import { readCatalogText } from "../../catalog/read.ts";
import type { Project } from "../../config/load.ts";
import type { Origin } from "../../drift/finding.ts";
import { findLastChanges, isExact, type Span } from "../../drift/origins/last-change.ts";
import { sight, type Sighting } from "../../drift/origins/subject.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { findStatements } from "./find-statements.ts";
import { observationOf, scopeOf, type Observation, type Replay } from "./observation.ts";
import { applySome, hintedMigrations, isScript } from "./observe.ts";

const outOfTime =
  "There was no time to find all the lines that the differences come from: --patience gives more.";

/** How often the catalog is read while the migrations are replayed once. */
const looksPerPass = 24;

export interface BlameOptions extends Replay {
  /** Made before, because the migrations need them. */
  roles: readonly string[];
  /** What to find the origins of, and what is known of it from an earlier replay. The shadow's databases and roles are dropped. */
  observation: Observation;
  /** Milliseconds since the process began, after which nothing new is begun: what is known by then is the answer. */
  deadline: number;
}

/**
 * Which statement made each subject what it is: the migrations are replayed, as far as an earlier replay left something
 * open, and the catalog is read between them; then, within those that changed a subject last, between their statements.
 * Only the kinds of fact that the subjects are of, and only the tables that they stand on, are read. Null: no migration did,
 * or the time was over.
 *
 * @throws ScriptError, DatabaseError where a migration fails.
 */
export async function findOrigins(options: BlameOptions): Promise<(Origin | null)[]> {
  const { order, observation, run } = options;
  const clock = startClock(options);
  const timed = { ...options, run: { ...run, signal: clock.signal } };
  const spans = await findLastChanges({
    steps: order.length,
    subjects: observation.subjects.length,
    looksPerPass,
    known: observation.sightings,
    hints: hintedMigrations(options, observation).flatMap((index) => [index, index + 1]),
    isOver: clock.isOver,
    pass: (positions) => lookBetweenMigrations(timed, positions, clock),
  });
  const blamed = spans.map((span) => (isExact(span) ? span.after : undefined));
  const lines = await findLines(timed, blamed, clock);
  const isOpen = (span: Span | undefined, subject: number) =>
    isExact(span)
      ? isScript(options, order[span.after]!) && !lines.has(subject)
      : span !== undefined || !observation.sightings.has(order.length);
  if (clock.isOver() && spans.some(isOpen)) run.warn(outOfTime);
  return blamed.map((index, subject) => {
    if (index === undefined) return null;
    const { source, name, file } = order[index]!;
    const { file: included = file, line = null } = lines.get(subject) ?? {};
    return { source, migration: name, file: within(options.project, included), line };
  });
}

/** The time that is left, which ends a replay in its midst: of very many migrations, one takes longer than all else. */
interface Clock {
  /** Aborted when the time is over, or by the run's own signal. */
  signal: AbortSignal;
  isOver: () => boolean;
  /** Does something until the time is over; undefined: it was. */
  withinTime: <T>(work: () => Promise<T>) => Promise<T | undefined>;
}

function startClock({ deadline, run }: BlameOptions): Clock {
  const isOver = () => performance.now() > deadline;
  const left = Math.ceil(deadline - performance.now());
  const time = AbortSignal.timeout(Math.min(Math.max(left, 0), 2 ** 31 - 1));
  return {
    signal: AbortSignal.any([run.signal, time]),
    isOver,
    withinTime: async (work) => {
      try {
        return await work();
      } catch (error) {
        run.signal.throwIfAborted();
        if (!time.aborted) throw error;
        return undefined;
      }
    },
  };
}

/**
 * Replays everything on an empty database, and looks at it after as many migrations as the positions say, and the time is
 * enough for. Without a look at the end, those before it don't tell which change is the last.
 */
async function lookBetweenMigrations(
  options: BlameOptions,
  positions: readonly number[],
  { withinTime }: Clock,
): Promise<Map<number, Sighting>> {
  const { project, order, observation, run } = options;
  const settings = await startAfresh(options);
  const scope = scopeOf(project, observation, run);
  const seen = new Map<number, Sighting>();
  const look = async (done: number, position: number) => {
    await applySome(options, settings, { from: done, to: position });
    const session = await openReadingSession(settings, {
      applicationName: "dbfirst look",
      signal: run.signal,
    });
    try {
      return sight(parseCatalog(await readCatalogText(session, scope)), observation.subjects);
    } finally {
      session.end();
    }
  };
  for (const [index, position] of positions.entries()) {
    const sighting = await withinTime(() => look(positions[index - 1] ?? 0, position));
    if (sighting === undefined) return observation.sightings.has(order.length) ? seen : new Map();
    seen.set(position, sighting);
  }
  return seen;
}

/** An empty database on a server without the roles of the replay before. */
async function startAfresh({ shadow, roles }: BlameOptions): Promise<ConnectionSettings> {
  await shadow.clear();
  await shadow.createRoles(roles);
  return shadow.createDatabase();
}

/** For each subject whose migration is known, the place of the statement; none for those that there was no time for. */
async function findLines(
  options: BlameOptions,
  blamed: readonly (number | undefined)[],
  { isOver, withinTime }: Clock,
): Promise<Map<number, StatementPlace>> {
  const { order, deadline, observation } = options;
  const places = new Map<number, StatementPlace>();
  const open = new Set<number>();
  for (const [subject, index] of blamed.entries()) {
    if (index === undefined) continue;
    const place = observation.places.get(index)?.[subject];
    if (place !== undefined) places.set(subject, place);
    else if (isScript(options, order[index]!)) open.add(index);
  }
  if (open.size === 0 || isOver()) return places;
  const settings = await startAfresh(options);
  const search = async (done: number, index: number, subjects: readonly number[]) => {
    await applySome(options, settings, { from: done, to: index });
    return findStatements(options, settings, {
      migration: order[index]!,
      observation: observationOf(
        subjects.map((subject) => observation.subjects[subject]!),
        0,
      ),
      deadline,
      copies: true,
    });
  };
  let done = 0;
  for (const index of [...open].toSorted((a, b) => a - b)) {
    if (isOver()) break;
    const concerned = [...blamed.keys()].filter(
      (subject) => blamed[subject] === index && !places.has(subject),
    );
    const found = await withinTime(() => search(done, index, concerned));
    if (found === undefined) break;
    done = index;
    for (const [at, place] of found.entries())
      if (place !== undefined) places.set(concerned[at]!, place);
  }
  return places;
}

/** A path as the project names it. */
function within({ directory }: Project, file: string): string {
  return relative(directory, resolve(directory, file)).split(sep).join("/");
}
