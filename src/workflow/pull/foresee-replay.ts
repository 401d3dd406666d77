import { isPlainDdl } from "../../apply/plain-ddl.ts";
import type { PlannedMigration } from "../../apply/plan.ts";
import { readStatusOver } from "../../apply/status.ts";
import type { CatalogText } from "../../catalog/fact-text.ts";
import { fingerprintOfText } from "../../catalog/fingerprint.ts";
import { readCatalogText } from "../../catalog/read.ts";
import { applyIgnoreRules } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { openReadingSession, type ReadingSession } from "../../postgres/reading-session.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import { projectScope } from "../project-scope.ts";
import { hashOfReplay } from "../replayed-sources.ts";
import type { Run } from "../run.ts";
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
  const hash = hashOfReplay(project, sources);
  if (hash === undefined || openUsable(project)?.head.replayed === hash) return undefined;
  const { signal } = run;
  const session = await openReadingSession(target.settings, {
    applicationName: "dbfirst sync",
    signal,
  });
  try {
    const planned = await readStatusOver(session, sources);
    if (!isContinued(planned)) return undefined;
    const isReplay = await isReplayed(project, session, { sources, planned }, run);
    const pending = planned.filter(({ state }) => state === "pending").length;
    return isReplay ? { hash, pending } : undefined;
  } finally {
    session.end();
  }
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
  session: ReadingSession,
  { sources, planned }: { sources: readonly Source[]; planned: readonly PlannedMigration[] },
  run: Run,
): Promise<boolean> {
  const applied = new Set(
    planned.flatMap(({ state, migration }) => (state === "applied" ? [migration] : [])),
  );
  const before = applied.size === 0 ? undefined : openUsable(project)?.head;
  const replayed = sources.map((source) => ({
    ...source,
    migrations: source.migrations.filter((migration) => applied.has(migration)),
  }));
  if (applied.size > 0 && before?.replayed !== hashOfReplay(project, replayed)) return false;
  const scope = projectScope(project, run);
  // What isn't the project's isn't in a replay either.
  if (applied.size === 0)
    return isEmpty(await readCatalogText(session, { ...scope, schemas: undefined }));
  const database = await readCatalogText(session, scope);
  const kept = applyIgnoreRules(database, project.ignore).catalog;
  return before?.fingerprint === fingerprintOfText(kept.facts);
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
