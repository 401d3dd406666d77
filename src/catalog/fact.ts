/** A value of a fact's attribute, as JSON has them. Numbers are whole; what may be larger than a double is a string. */
export type FactValue =
  | string
  | number
  | boolean
  | null
  | readonly FactValue[]
  | { readonly [key: string]: FactValue };

/** The kinds of object that are read, in the order in which reports name them. Each comes from a file of `queries/`. */
export const factKinds = [
  "database",
  "database setting",
  "parameter",
  "extension",
  "schema",
  "enum",
  "domain",
  "type",
  "sequence",
  "table",
  "foreign table",
  "column",
  "constraint",
  "index",
  "statistics",
  "view",
  "materialized view",
  "rule",
  "function",
  "procedure",
  "aggregate",
  "trigger",
  "policy",
  "event trigger",
  "default privileges",
  "collation",
  "conversion",
  "cast",
  "transform",
  "operator",
  "operator class",
  "operator family",
  "text search configuration",
  "text search dictionary",
  "text search parser",
  "text search template",
  "language",
  "access method",
  "foreign data wrapper",
  "server",
  "user mapping",
  "publication",
  "subscription",
  "large object",
  "security label",
] as const;

export type FactKind = (typeof factKinds)[number];

/** Kinds on which columns stand. */
export const kindsWithColumns: readonly FactKind[] = [
  "table",
  "foreign table",
  "view",
  "materialized view",
  "type",
];

/**
 * One object that PostgreSQL holds, with every attribute that matters and nothing that differs between two loads of
 * the same SQL: no OIDs, no attribute numbers, no owner. An attribute that has its default isn't there at all.
 * Comments and privileges are attributes of what they are about.
 */
export interface Fact {
  kind: FactKind;
  /**
   * The qualified name as a user would write it: `app.team`, `app.team.slug`, `team_slug_key on app.team`,
   * `app.slugify(text)`. Unique with `kind`.
   */
  object: string;
  /** The object that it stands on and goes with: `app.team` for a column, `app` for a table. Null: on nothing. */
  parent: string | null;
  attributes: Readonly<Record<string, FactValue>>;
}

/** By which a fact is told from all others. */
export type FactName = Pick<Fact, "kind" | "object">;

/** An object that is there but isn't modelled or can't be read: verdict "unknown", never silence. */
export interface UnmodeledObject {
  kind: string;
  object: string;
}

/** What a database holds: every fact, in the order of `compareFactOrder`. */
export interface Catalog {
  /** The major version of the server it was read from. */
  serverMajor: number;
  facts: readonly Fact[];
  unmodeled: readonly UnmodeledObject[];
  /** Kinds of which not every fact could be read, because the role may not read a system catalog that `unmodeled` names. */
  unread?: readonly FactKind[] | undefined;
}

/** Sorts facts by kind, then object, each as PostgreSQL's collation "C" does for UTF-8. */
export function compareFactOrder(a: FactName, b: FactName): number {
  if (a.kind === b.kind) return compareCodePoints(a.object, b.object);
  return compareCodePoints(a.kind, b.kind);
}

/** Orders texts by code point, which is the order of their UTF-8 bytes; `<` would put U+10000 before U+E000. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return liftSurrogate(left) - liftSurrogate(right);
  }
  return a.length - b.length;
}

function liftSurrogate(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
