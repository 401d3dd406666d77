import type { FactKind, FactValue } from "../catalog/fact.ts";

/** Why the two sides differ, as far as it can be told. */
export type Cause =
  /** The database was changed by something that isn't in the migrations. */
  | "out-of-band"
  /** A migration that isn't applied yet explains it. */
  | "pending-migration"
  /** The database is what the migrations say; the committed files weren't pulled again. */
  | "stale-files"
  | "unknown";

/** Where in a migration an object got its present form. */
export interface Origin {
  source: string;
  file: string;
  line: number;
}

/** One difference, as data. */
export interface Finding {
  kind: FactKind;
  /** As in a fact: `app.team.slug`, `team_slug_key on app.team`. */
  object: string;
  /** What it stands on: `app.team`. Null: on nothing. */
  parent: string | null;
  /** "added": the database has it, the committed files don't. */
  change: "added" | "removed" | "changed";
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
  cause: Cause;
  origin: Origin | null;
  fix: {
    /** SQL that makes the database what was expected. */
    sql: string | null;
    /** A command that settles it the other way. */
    command: string | null;
  };
}
