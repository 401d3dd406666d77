import { ScriptError, SourceError } from "../errors.ts";
import { endSession } from "../postgres/blockers.ts";
import { quoteIdentifier } from "../postgres/quote.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";

/** Duplicate table, object, column, function, schema, database object of other kinds: all say "already exists". */
const duplicates = new Set(["42P07", "42710", "42701", "42723", "42P06"]);
/** Undefined table, object, schema, function. */
const undefinedObjects = new Set(["42P01", "42704", "3F000", "42883"]);

/** From 15 on, and as 14 says it. */
const missingExtension =
  /^(?:extension ".*" is not available$|could not open extension control file )/s;
const extensionAdvice =
  "Install it on that server. The embedded server, and the throw-away one that is started, have what comes with PostgreSQL: --url names another database, --shadow-url another server for throw-away databases (docs/extensions.md).";

/**
 * A failed statement's error with what to do about it, where the server has no better hint of its own: for what is there already,
 * and for what isn't there because another source makes it. Pure.
 */
export function adviseOn(
  error: unknown,
  migration: Migration,
  sources: readonly Source[],
): unknown {
  if (!(error instanceof ScriptError)) return error;
  if (missingExtension.test(error.message)) return withHint(error, extensionAdvice);
  if (error.hint !== undefined) return error;
  const hint = hintFor(error, migration, sources);
  return hint === undefined ? error : withHint(error, hint);
}

/**
 * The same for a statement that waited too long for a lock, where somebody looked meanwhile who held it. Pure.
 *
 * @param holders in words.
 * @param first process id of one of them.
 */
export function nameHolders(error: ScriptError, holders: string, first: number): ScriptError {
  return withHint(
    error,
    `The lock was held by ${holders}: let it finish, or end it by ${endSession(first)}. ${howToWait}`,
  );
}

/** The same for a file that runs without a transaction. Pure. */
export function adviseOnRest(error: unknown): unknown {
  if (!(error instanceof ScriptError)) return error;
  const rest =
    "What ran before it stays, since the file runs without a transaction; the next apply says how to go on.";
  return withHint(error, error.hint === undefined ? rest : `${error.hint}\n${rest}`);
}

/** The same for a program's failure, whose output is all that tells what was missing. Pure. */
export function adviseOnProgram(
  error: unknown,
  { name, migrations }: Source,
  sources: readonly Source[],
): unknown {
  if (!(error instanceof SourceError)) return error;
  const missing = /relation "([^"]+)" does not exist/.exec(error.message)?.[1];
  const last = migrations.at(-1);
  if (missing === undefined || last === undefined) return error;
  const found = mentions(missing.split(".").at(-1)!, last, sources);
  const advice = found === undefined ? asksPrograms(missing, name, sources) : comesLater(found);
  if (advice === undefined) return error;
  const hint = error.hint === undefined ? advice : `${error.hint}\n${advice}`;
  return new SourceError(error.code, error.message, { cause: error.cause, hint });
}

/** The same error, telling what to do. Pure. */
export function withHint(error: ScriptError, hint: string): ScriptError {
  const { message, position, statement, sqlstate, excerpt, detail, cause } = error;
  return new ScriptError(message, { position, statement, sqlstate, excerpt, detail, cause, hint });
}

const howToWait =
  "`apply: { retries }` of dbfirst.config.ts tries again; SELECT pg_blocking_pids(pid), * FROM pg_stat_activity shows who waits for whom.";

function hintFor(
  { sqlstate = "", message }: ScriptError,
  migration: Migration,
  sources: readonly Source[],
): string | undefined {
  if (duplicates.has(sqlstate)) {
    const original = copiedFrom(migration, sources);
    if (original !== undefined)
      return `It holds just what ${original.file} holds, which comes before it: is one of them a copy? Remove the one that isn't applied.`;
    const role = /^role "(.*)" already exists$/s.exec(message)?.[1];
    if (role !== undefined) return duplicateRoleAdvice(role);
    return "If the database had it before dbfirst came, `dbfirst baseline` records the migrations whose objects are there.";
  }
  if (sqlstate === "55P03") {
    return `Another session held the lock. ${howToWait}`;
  }
  if (sqlstate === "42501") {
    return "Grant the privilege to the role that applies migrations, or connect as the owner.";
  }
  if (sqlstate === "25006") {
    return "Is it a replica (SELECT pg_is_in_recovery()), or made read-only by default_transaction_read_only of the database, the role or the URL? Name the primary's URL, or take the setting back.";
  }
  if (sqlstate === "57014") {
    return "Either somebody cancelled it, or it took longer than statement_timeout, which the file, `apply: { statementTimeout }` of dbfirst.config.ts, the URL, the role or the database sets.";
  }
  if (sqlstate === "25P04") {
    return "It took longer than transaction_timeout, which the URL, the role or the database sets.";
  }
  if (sqlstate === "3F000" && !message.includes('"')) {
    return "search_path names no schema that is there and that the role may use: SHOW search_path tells it; the file, the URL, the role or the database sets it.";
  }
  const name = undefinedObjects.has(sqlstate) ? /"([^"]+)"/.exec(message)?.[1] : undefined;
  if (name === undefined) return undefined;
  const later = mentions(name.split(".").at(-1)!, migration, sources);
  if (later === undefined && /\brole "/.test(message)) return missingRoleAdvice(name);
  return later === undefined ? asksPrograms(name, migration.source, sources) : comesLater(later);
}

/** What other programs make, their files don't tell in SQL. */
function asksPrograms(
  missing: string,
  source: string,
  sources: readonly Source[],
): string | undefined {
  const later = sources.slice(sources.findIndex(({ name }) => name === source) + 1);
  const programs = later.filter(({ tool }) => tool !== undefined).map(({ name }) => name);
  if (programs.length === 0) return undefined;
  return `Does ${programs.join(" or ")}, which runs after it, make ${missing}? Then the order isn't right: \`dependsOn\` in dbfirst.config.ts sets it.`;
}

function comesLater({ file, source }: Migration): string {
  return `${file} (source "${source}") comes later and has that name in it. Is the order right? \`dependsOn\` in dbfirst.config.ts sets it.`;
}

/** Roles are the server's, so that no dump of a database makes them, and a throw-away server has none. */
function missingRoleAdvice(name: string): string {
  return `Roles belong to the server, not to a database. Make it there (CREATE ROLE ${quoteIdentifier(name)}), or in an earlier migration, which then works on throw-away servers, too: ${createUnlessThere(name)}`;
}

function duplicateRoleAdvice(name: string): string {
  return `Roles belong to the server, not to a database: somebody else may have made it. This makes it where it isn't there: ${createUnlessThere(name)} A server that --shadow-url names should have no databases but its own.`;
}

function createUnlessThere(role: string): string {
  return `DO $$ BEGIN CREATE ROLE ${quoteIdentifier(role)}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;`;
}

/** An earlier migration that holds the same. */
function copiedFrom(migration: Migration, sources: readonly Source[]): Migration | undefined {
  const all = sources.flatMap((source) => source.migrations);
  return all
    .slice(0, all.indexOf(migration))
    .find(({ checksum }) => checksum === migration.checksum);
}

/** The first migration after this one that has the name in it: a guess, for a hint. */
function mentions(
  name: string,
  migration: Migration,
  sources: readonly Source[],
): Migration | undefined {
  const all = sources.flatMap((source) => source.migrations);
  return all
    .slice(all.indexOf(migration) + 1)
    .find((later) => later.source !== migration.source && hasWord(later.text, name));
}

function hasWord(text: string, name: string): boolean {
  const at = text.indexOf(name);
  const isPart = (character: string | undefined) => /[\p{L}\p{N}_$]/u.test(character ?? "");
  return at >= 0 && !isPart(text[at - 1]) && !isPart(text[at + name.length]);
}
