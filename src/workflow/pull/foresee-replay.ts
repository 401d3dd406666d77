import { isPlainDdl } from "../../apply/plain-ddl.ts";
import type { PlannedMigration } from "../../apply/plan.ts";
import { readStatusOver } from "../../apply/status.ts";
import type { CatalogText } from "../../catalog/fact-text.ts";
import { fingerprintOfText } from "../../catalog/fingerprint.ts";
import { readCatalogText, type ReadCatalogOptions } from "../../catalog/read.ts";
import { applyIgnoreRules } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { DatabaseError } from "../../errors.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import { projectScope } from "../project-scope.ts";
import { hashOfReplay } from "../replayed-sources.ts";
import type { Run } from "../run.ts";
import { knownReplays, type FactsInShort } from "./known-replays.ts";
import { openUsable } from "./snapshot-of-these.ts";

/** What a database is going to be a replay of. */
export interface ForeseenReplay {
  /** See `hashOfReplay`. */
  hash: string;
  /** How many migrations have to be applied for that. */
  pending: number;
}

/**
 * Will a database, once all that is pending is applied to it, hold what a replay of every migration gives? Certain where it is
 * empty so far, which makes it a replay itself; or where it is just what the committed snapshot says that a replay of the applied
 * ones gave, and what is pending comes after these and makes of both the same. Asks nothing of a database whose snapshot says so of the same files.
 *
 * @returns undefined: nobody knows, or nothing is pending.
 * @throws DatabaseError; the signal's reason.
 */
export async function foreseeReplay(
  project: Project,
  target: Target,
  sources: readonly Source[],
  run: Run,
): Promise<ForeseenReplay | undefined> {
  if (unknownHash(project, sources) === undefined) return undefined;
  const { signal } = run;
  const session = await openReadingSession(target.settings, {
    applicationName: "dbfirst sync",
    signal,
  });
  try {
    const planned = await readStatusOver(session, sources);
    const read = (options: ReadCatalogOptions) => readCatalogText(session, options);
    return await foreseeFrom(project, { sources, planned, read }, run);
  } finally {
    session.end();
  }
}

/** What is known of a database that is about to be changed. */
export interface Prospect {
  sources: readonly Source[];
  planned: readonly PlannedMigration[];
  /** Reads what it holds; asked only where that may tell something. */
  read: (options: ReadCatalogOptions) => Promise<CatalogText>;
}

/** The same, where it is known already what is applied. */
export async function foreseeFrom(
  project: Project,
  prospect: Prospect,
  run: Run,
): Promise<ForeseenReplay | undefined> {
  const { sources, planned } = prospect;
  const hash = unknownHash(project, sources);
  if (hash === undefined || !isContinued(planned)) return undefined;
  try {
    const pending = planned.filter(({ state }) => state === "pending").length;
    return (await isReplayed(project, prospect, run)) ? { hash, pending } : undefined;
  } catch (error) {
    if (!isOutOfSight(error)) throw error;
    run.detail(`Whether the database is a replay of the SQL files isn't known: ${error.message}`);
    return undefined;
  }
}

/** That of the SQL files; undefined where they may give anything, or the snapshot is known to be of them. */
function unknownHash(project: Project, sources: readonly Source[]): string | undefined {
  const hash = hashOfReplay(project, sources);
  return openUsable(project)?.head.replayed === hash ? undefined : hash;
}

/** Milliseconds. Whoever changes a table keeps its views and defaults from being printed until they are done. */
const longestLook = 10_000;

/** What keeps the catalog from being read keeps nothing from being applied. */
function isOutOfSight(error: unknown): error is DatabaseError {
  if (!(error instanceof DatabaseError)) return false;
  return error.code === "PERMISSION_DENIED" || error.sqlstate === "57014";
}

/**
 * First what is applied, then what is pending, and nothing else; and what is pending doesn't depend on rows that a replay hasn't.
 */
function isContinued(planned: readonly PlannedMigration[]): boolean {
  const first = planned.findIndex(({ state }) => state === "pending");
  const rest = first === -1 ? [] : planned.slice(first);
  return (
    rest.length > 0 &&
    planned.slice(0, first).every(({ state }) => state === "applied") &&
    rest.every(({ state }) => state === "pending") &&
    (first === 0 || rest.every(({ migration }) => isPlainDdl(migration!)))
  );
}

/** Does the database hold what the applied migrations give? */
async function isReplayed(
  project: Project,
  { sources, planned, read }: Prospect,
  run: Run,
): Promise<boolean> {
  const applied = new Set(
    planned.flatMap(({ state, migration }) => (state === "applied" ? [migration] : [])),
  );
  const scope = { ...projectScope(project, run), statementTimeoutMs: longestLook };
  // What isn't the project's isn't in a replay either.
  if (applied.size === 0) return isEmpty(await read({ ...scope, schemas: undefined }));
  const replayed = sources.map((source) => ({
    ...source,
    migrations: source.migrations.filter((migration) => applied.has(migration)),
  }));
  const known = knownFacts(project, hashOfReplay(project, replayed));
  if (known.length === 0) return false;
  const { fingerprint, serverMajor } = inShort(project, await read(scope));
  return known.some(
    (facts) =>
      facts.fingerprint === fingerprint && (facts.serverMajor ?? serverMajor) === serverMajor,
  );
}

/** What a replay of these files is known to give: by the snapshot, and by what was found out on this machine. */
function knownFacts(
  project: Project,
  hash: string | undefined,
): { fingerprint: string; serverMajor?: number }[] {
  if (hash === undefined) return [];
  const head = openUsable(project)?.head;
  const committed = head?.replayed === hash ? [{ fingerprint: head.fingerprint }] : [];
  return [...committed, ...knownReplays(project).filter((replay) => replay.hash === hash)];
}

/** The facts of the project as it looks at them. */
export function inShort({ ignore }: Project, database: CatalogText): FactsInShort {
  const { facts } = applyIgnoreRules(database, ignore).catalog;
  return { fingerprint: fingerprintOfText(facts), serverMajor: database.serverMajor };
}

/** Does it hold nothing but what every new database has? */
function isEmpty({ facts, unmodeled }: CatalogText): boolean {
  return (
    unmodeled.length === 0 &&
    facts.every(({ kind, object, attributes }) => isGiven.has(`${kind} ${object} ${attributes}`))
  );
}

/** With attributes as PostgreSQL prints them. */
const isGiven: ReadonlySet<string> = new Set([
  'extension plpgsql {"schema": "pg_catalog", "version": "1.0"}',
  'schema public {"comment": "standard public schema"}',
]);
