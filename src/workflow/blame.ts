import { relative, resolve, sep } from "node:path";
import { rehearseMigration, type StatementPlace } from "../apply/rehearse.ts";
import { readCatalog } from "../catalog/read.ts";
import { readCatalogWithin } from "../catalog/read-within.ts";
import type { Project } from "../config/load.ts";
import type { Origin } from "../drift/finding.ts";
import { findLastChanges, type Span } from "../drift/last-change.ts";
import { kindsOf, sight, type Sighting, type Subject } from "../drift/subject.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Shadow } from "../postgres/shadow.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import { projectScope } from "./project-scope.ts";
import { applySources } from "./replay.ts";
import type { Run } from "./run.ts";

/** How often the catalog is read while the migrations are replayed once. */
const looksPerPass = 24;

export interface BlameOptions {
  project: Project;
  /** Its databases and roles are dropped. */
  shadow: Shadow;
  sources: readonly Source[];
  /** Every migration of the sources, in the order in which they are replayed. */
  migrations: readonly Migration[];
  /** Made before, because the migrations need them. */
  roles: readonly string[];
  subjects: readonly Subject[];
  /** Milliseconds since the process began, after which nothing new is begun: what is known by then is the answer. */
  deadline: number;
  run: Run;
}

/**
 * Which statement made each subject what it is: the migrations are replayed, and the catalog is read between them; then,
 * within those that changed a subject last, between their statements. Only the kinds of fact that the subjects are of are
 * read. Null: no migration did, or the time was over.
 *
 * @throws ScriptError, DatabaseError where a migration fails.
 */
export async function findOrigins(options: BlameOptions): Promise<(Origin | null)[]> {
  const { migrations, subjects, deadline } = options;
  const isOver = () => performance.now() > deadline;
  const spans = await findLastChanges({
    steps: migrations.length,
    subjects: subjects.length,
    looksPerPass,
    isOver,
    pass: (positions) => lookBetweenMigrations(options, positions),
  });
  const blamed = spans.map((span) => (isExact(span) ? span.after : undefined));
  const lines = isOver() ? new Map<number, StatementPlace>() : await findLines(options, blamed);
  return blamed.map((index, subject) => {
    if (index === undefined) return null;
    const { source, name, file } = migrations[index]!;
    const { file: included = file, line = null } = lines.get(subject) ?? {};
    return { source, migration: name, file: within(options.project, included), line };
  });
}

function isExact(span: Span | undefined): span is Span {
  return span !== undefined && span.until - span.after === 1;
}

/** Replays everything on an empty database, and looks at it after as many migrations as the positions say. */
async function lookBetweenMigrations(
  options: BlameOptions,
  positions: readonly number[],
): Promise<Map<number, Sighting>> {
  const { project, subjects, run } = options;
  const settings = await startAfresh(options);
  const scope = { ...projectScope(project, run), kinds: kindsOf(subjects) };
  const seen = new Map<number, Sighting>();
  let done = 0;
  for (const position of positions) {
    await applySome(options, settings, { from: done, to: position });
    done = position;
    seen.set(position, sight(await readCatalog(settings, scope), subjects));
  }
  return seen;
}

/** An empty database on a server without the roles of the replay before. */
async function startAfresh({ shadow, roles }: BlameOptions): Promise<ConnectionSettings> {
  await shadow.clear();
  await shadow.createRoles(roles);
  return shadow.createDatabase();
}

/** In runs that follow the order of the sources, as far as this replay does: within one, that order decides. */
async function applySome(
  { project, sources, migrations, run }: BlameOptions,
  settings: ConnectionSettings,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const all = sources.flatMap((source) => source.migrations);
  const place = new Map(all.map((migration, index) => [migration, index]));
  let together: Migration[] = [];
  const flush = async () => {
    const only = together.map(({ file }) => file);
    if (only.length > 0) await applySources(project, settings, sources, { ...run, only });
    together = [];
  };
  for (const migration of migrations.slice(from, to)) {
    const before = together.at(-1);
    if (before !== undefined && place.get(before)! > place.get(migration)!) await flush();
    together.push(migration);
  }
  await flush();
}

/** For each subject whose migration is known, the place of the statement; none for those that there was no time for. */
async function findLines(
  options: BlameOptions,
  blamed: readonly (number | undefined)[],
): Promise<Map<number, StatementPlace>> {
  const { migrations, deadline } = options;
  const settings = await startAfresh(options);
  const places = new Map<number, StatementPlace>();
  let done = 0;
  const indexes = new Set(blamed.filter((index) => index !== undefined));
  for (const index of [...indexes].toSorted((a, b) => a - b)) {
    if (performance.now() > deadline) break;
    await applySome(options, settings, { from: done, to: index });
    done = index;
    const concerned = [...blamed.keys()].filter((subject) => blamed[subject] === index);
    const found = await findStatements(options, settings, {
      migration: migrations[index]!,
      subjects: concerned.map((subject) => options.subjects[subject]!),
    });
    for (const [order, place] of found.entries())
      if (place !== undefined) places.set(concerned[order]!, place);
  }
  return places;
}

/** Rehearses one migration as often as it takes to find the statement for each subject. */
async function findStatements(
  { shadow, project, deadline, run }: BlameOptions,
  settings: ConnectionSettings,
  { migration, subjects }: { migration: Migration; subjects: readonly Subject[] },
): Promise<(StatementPlace | undefined)[]> {
  const scope = { ...projectScope(project, run), kinds: kindsOf(subjects) };
  const pass = async (positions: readonly number[]) => {
    const places: StatementPlace[] = [];
    const seen = new Map<number, Sighting>();
    // A copy each time: not every script can be rolled back.
    const copy = await shadow.copyDatabase(settings);
    const rehearsal = {
      settings: copy,
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
    isOver: () => performance.now() > deadline,
    pass: async (positions) => (await pass(positions)).seen,
  });
  return spans.map((span) => (isExact(span) ? places[span.after] : undefined));
}

/** A path as the project names it. */
function within({ directory }: Project, file: string): string {
  return relative(directory, resolve(directory, file)).split(sep).join("/");
}
