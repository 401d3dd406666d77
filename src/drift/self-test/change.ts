import type { Fact, FactKind } from "../../catalog/fact.ts";

/** What can be done to an object of a kind: `column: drop`. */
export interface ChangeTemplate {
  name: string;
  /** Of which kind of fact; null: of none, it makes something new. */
  kind: FactKind | null;
  /** Whether there is any sense in trying it on this one. */
  fits: (fact: Fact) => boolean;
  sql: (fact: Fact) => string;
  /** It makes something outside of any schema. */
  isGlobal: boolean;
}

/** One change to one object. */
export interface Change {
  /** The template's name. */
  name: string;
  /** What is changed; null: something new. */
  object: string | null;
  sql: string;
}

/** An object that the changes below make, or a new name: nobody has it already. */
export const fresh = "dbfirst_self_test";

type Sql = (fact: Fact) => string;
type Entries = Readonly<Record<string, string | Sql>>;

/** Templates for one kind. A text is put behind `prefix`; a function gives the whole statement. */
export function templatesFor(
  kind: FactKind,
  prefix: Sql,
  entries: Entries,
  fits: (fact: Fact) => boolean = () => true,
): ChangeTemplate[] {
  return Object.entries(entries).map(([name, entry]) => ({
    name: `${kind}: ${name}`,
    kind,
    fits,
    isGlobal: false,
    sql: (fact) => (typeof entry === "string" ? `${prefix(fact)} ${entry}` : entry(fact)),
  }));
}

/** Templates that make something, in the schema that each is given. */
export function templatesIn(
  entries: Readonly<Record<string, (schema: string) => string>>,
): ChangeTemplate[] {
  return Object.entries(entries).map(([name, entry]) => ({
    name: `new ${name}`,
    kind: "schema" as const,
    fits: () => true,
    isGlobal: false,
    sql: ({ object }) => entry(object),
  }));
}

/** Templates that make something outside of schemas. */
export function globalTemplates(entries: Readonly<Record<string, string>>): ChangeTemplate[] {
  return Object.entries(entries).map(([name, sql]) => ({
    name: `new ${name}`,
    kind: null,
    fits: () => true,
    isGlobal: true,
    sql: () => sql,
  }));
}

/** `slug` of the column `app.team.slug`, `touch` of the trigger `touch on app.team`: quoted as it is there. */
export function ownName({ object, parent }: Fact): string {
  if (parent === null) return object;
  if (object.startsWith(`${parent}.`)) return object.slice(parent.length + 1);
  const suffix = ` on ${parent}`;
  return object.endsWith(suffix) ? object.slice(0, -suffix.length) : object;
}

export function parentOf({ parent }: Fact): string {
  return parent ?? "";
}
