import type { Catalog, Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import { keyOf } from "../compare/facts-by-key.ts";

/** An object, or one attribute of it, that is followed through a series of catalogs. */
export interface Subject {
  kind: FactKind;
  object: string;
  /** Null: whether the object is there. */
  attribute: string | null;
}

/** What a catalog says of each subject, as text to be compared; undefined where the object isn't there. */
export type Sighting = readonly (string | undefined)[];

export function sight(catalog: Catalog, subjects: readonly Subject[]): Sighting {
  const facts = new Map(catalog.facts.map((fact) => [keyOf(fact), fact]));
  return subjects.map((subject) => {
    const fact = facts.get(keyOf(subject));
    if (fact === undefined || subject.attribute === null) return fact && "there";
    const value =
      subject.attribute === "columnOrder"
        ? columnOrder(fact, catalog.facts)
        : attributeAt(fact.attributes, subject.attribute);
    return JSON.stringify(value ?? null);
  });
}

/** What a new database has of its own may have attributes. */
const inNewDatabases: ReadonlySet<FactKind> = new Set([
  "database",
  "database setting",
  "parameter",
  "extension",
  "language",
]);

/** What is to be seen of the subjects in a database that was just made; undefined where that isn't known without looking. */
export function sightOfNew(subjects: readonly Subject[]): Sighting | undefined {
  const isKnown = ({ kind, object, attribute }: Subject) =>
    !inNewDatabases.has(kind) && (kind !== "schema" || object !== "public" || attribute === null);
  if (!subjects.every(isKnown)) return undefined;
  return subjects.map(({ kind, object }) =>
    kind === "schema" && object === "public" ? "there" : undefined,
  );
}

/** The kinds of fact that have to be read to see the subjects. */
export function kindsOf(subjects: readonly Subject[]): FactKind[] {
  const kinds = new Set(subjects.map(({ kind }) => kind));
  if (subjects.some(({ attribute }) => attribute === "columnOrder")) kinds.add("column");
  return [...kinds];
}

/** `identity.increment`: a key of an attribute; keys of the user's own may have dots themselves. */
function attributeAt(attributes: Readonly<Record<string, FactValue>>, path: string): FactValue {
  if (path in attributes) return attributes[path] ?? null;
  for (const [name, value] of Object.entries(attributes)) {
    if (!path.startsWith(`${name}.`) || typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) continue;
    return attributeAt(value as Record<string, FactValue>, path.slice(name.length + 1));
  }
  return null;
}

function columnOrder(table: Fact, facts: readonly Fact[]): FactValue {
  return facts
    .filter(({ kind, parent }) => kind === "column" && parent === table.object)
    .toSorted((a, b) => Number(a.attributes["position"]) - Number(b.attributes["position"]))
    .map(({ object }) => object);
}
