import type { FactKind, FactValue } from "../catalog/fact.ts";

/** Why the two sides differ, as far as it can be told. */
export type Cause =
  /** The database was changed by something that isn't in the migrations. */
  | "out-of-band"
  /** A migration that isn't applied yet explains it. */
  | "pending-migration"
  /** The database is what the migrations say; the committed files weren't pulled again. */
  | "stale-files"
  /** The same columns, in the order in which the database got the migrations, which isn't that of the files. */
  | "applied-out-of-order"
  /** The SQL file that says otherwise was edited after the database applied it. */
  | "edited-migration"
  | "unknown";

/** Where in a migration an object got its present form. */
export interface Origin {
  source: string;
  /** The migration's name within its source. */
  migration: string;
  /** Relative to the project: the migration's file, or the one that it includes and that holds the statement. */
  file: string;
  /** Of the statement's first word, from 1. Null: the migration is known, but there was no time to look for the line. */
  line: number | null;
}

/** What can be done about one finding, either way. */
export interface Fix {
  /** SQL that makes the database what was expected: the statements of the report's `repair.revert` that do. */
  sql: string | null;
  /** A command that settles it the other way: the committed files, or the database, then say what the other says. */
  command: string | null;
  /** SQL for a new migration that makes the change of the database part of the repository: from `repair.keep`. */
  migration: string | null;
}

/** One difference, as data. */
export interface Finding {
  kind: FactKind;
  /** As in a fact: `app.team.slug`, `team_slug_key on app.team`. */
  object: string;
  /** What it stands on: `app.team`. Null: on nothing. */
  parent: string | null;
  /** "added": the other side has it, the committed files don't. */
  change: "added" | "removed" | "changed";
  /** What the committed files were compared with here: `actual` is of this side. */
  side: "database" | "migrations";
  /** What of it changed: `type`, `identity.increment`, `privileges.reader`. Null: the object itself came or went. */
  attribute: string | null;
  /** The attribute's value, or all attributes of an object that is gone. Null: there is none. */
  expected: FactValue;
  /** The attribute's value, or all attributes of an object that is new. Null: there is none. */
  actual: FactValue;
  /** How many objects came, went or changed with it, by kind: the columns of a table that is gone. */
  includes: Readonly<Record<string, number>>;
  /** Would a pull's TypeScript show it? */
  visibleToDrizzle: boolean;
  /** What happened to the compared side. */
  cause: Cause;
  /** What else is the matter with the same object: committed files that are behind as well, a pending migration. */
  alsoCauses: readonly Cause[];
  /** Which statement of the migrations made the object, or last changed this attribute of it. Null: none, or not known. */
  origin: Origin | null;
  fix: Fix;
}
