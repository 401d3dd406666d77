import type { Catalog, Fact, FactKind } from "../../catalog/fact.ts";
import { shownName } from "./name.ts";

/** Where a kind has its place: in a section of its own, or in that of what it stands on. */
export const places: Readonly<Record<FactKind, "section" | "part">> = {
  database: "section",
  "database setting": "section",
  parameter: "section",
  extension: "section",
  schema: "section",
  enum: "section",
  domain: "section",
  type: "section",
  sequence: "section",
  table: "section",
  "foreign table": "section",
  column: "part",
  constraint: "part",
  index: "part",
  statistics: "part",
  view: "section",
  "materialized view": "section",
  rule: "part",
  function: "section",
  procedure: "section",
  aggregate: "section",
  trigger: "part",
  policy: "part",
  "event trigger": "section",
  "default privileges": "section",
  collation: "section",
  conversion: "section",
  cast: "section",
  transform: "section",
  operator: "section",
  "operator class": "section",
  "operator family": "section",
  "text search configuration": "section",
  "text search dictionary": "section",
  "text search parser": "section",
  "text search template": "section",
  language: "section",
  "access method": "section",
  "foreign data wrapper": "section",
  server: "section",
  "user mapping": "part",
  publication: "section",
  subscription: "section",
  "large object": "section",
  "security label": "section",
};

/** An object with a section of its own, and what stands on it. */
export interface SchemaObject {
  fact: Fact;
  /** By kind; columns in their order. */
  parts: ReadonlyMap<FactKind, readonly Fact[]>;
}

/** What belongs to a schema, or to none. */
export interface SchemaGroup {
  /** As facts write it; null: what belongs to no schema. */
  name: string | null;
  /** The schema itself; undefined where the snapshot hasn't got it. */
  schema: SchemaObject | undefined;
  /** In the order of the kinds above, then of names. */
  objects: readonly SchemaObject[];
}

export interface SchemaModel {
  groups: readonly SchemaGroup[];
  /** Every object with a section, by `keyOf`. */
  objects: ReadonlyMap<string, SchemaObject>;
}

/** What an object is known by within a catalog: several kinds may have one name. */
export function keyOf({ kind, object }: Pick<Fact, "kind" | "object">): string {
  return `${kind}\0${object}`;
}

/** Kinds that relations are of: what has columns and a name of its own in a schema. */
export const relationKinds: readonly FactKind[] = [
  "table",
  "foreign table",
  "view",
  "materialized view",
  "type",
];

/** What parts stand on: each of its name only, since these kinds share none. */
export const canHaveParts: ReadonlySet<FactKind> = new Set([...relationKinds, "domain", "server"]);

/** Puts every fact of a catalog into its place. What stands on something that isn't there has a section of its own. */
export function modelOf({ facts }: Pick<Catalog, "facts">): SchemaModel {
  const sections = facts.filter(({ kind }) => places[kind] === "section");
  // Of several of one name, such as a table and a collation, it is the one that can have parts.
  const byName = new Map(
    sections
      .toSorted((a, b) => Number(canHaveParts.has(a.kind)) - Number(canHaveParts.has(b.kind)))
      .map((fact) => [fact.object, fact]),
  );
  const schemas = new Set(
    sections.filter(({ kind }) => kind === "schema").map(({ object }) => object),
  );
  const parts = new Map<Fact, Fact[]>();
  const alone: Fact[] = [];
  for (const fact of facts) {
    if (places[fact.kind] === "section") continue;
    const holder = fact.parent === null ? undefined : byName.get(fact.parent);
    if (holder === undefined) alone.push(fact);
    else parts.set(holder, [...(parts.get(holder) ?? []), fact]);
  }
  const objects = [...sections, ...alone].map((fact): SchemaObject => ({
    fact,
    parts: byKind(parts.get(fact) ?? []),
  }));
  return {
    objects: new Map(objects.map((one) => [keyOf(one.fact), one])),
    groups: group(objects, schemas),
  };
}

function byKind(facts: readonly Fact[]): Map<FactKind, Fact[]> {
  const kinds = new Map<FactKind, Fact[]>();
  for (const fact of facts) {
    const own = kinds.get(fact.kind);
    if (own === undefined) kinds.set(fact.kind, [fact]);
    else own.push(fact);
  }
  kinds
    .get("column")
    ?.sort((a, b) => Number(a.attributes["position"]) - Number(b.attributes["position"]));
  return kinds;
}

const order = new Map(
  [...relationKinds, ...Object.keys(places)].reverse().map((kind, index) => [kind, -index]),
);

function group(objects: readonly SchemaObject[], schemas: ReadonlySet<string>): SchemaGroup[] {
  const members = new Map<string | null, SchemaObject[]>();
  for (const one of objects) {
    if (one.fact.kind === "schema") continue;
    const name = schemaOf(one.fact, schemas);
    const own = members.get(name);
    if (own === undefined) members.set(name, [one]);
    else own.push(one);
  }
  const names = [...new Set([...schemas, ...members.keys()])].sort(
    (a, b) => Number(a === null) - Number(b === null) || ((a ?? "") < (b ?? "") ? -1 : 1),
  );
  return names.map((name) => ({
    name,
    schema: objects.find(({ fact }) => fact.kind === "schema" && fact.object === name),
    objects: (members.get(name) ?? []).toSorted(
      (a, b) =>
        order.get(a.fact.kind)! - order.get(b.fact.kind)! ||
        (shownName(a.fact.object) < shownName(b.fact.object) ? -1 : 1),
    ),
  }));
}

/** A sequence may stand on a column, so that its parent is no schema, but its name begins with one. */
function schemaOf({ object, parent }: Fact, schemas: ReadonlySet<string>): string | null {
  if (parent === null) return null;
  if (schemas.has(parent)) return parent;
  for (const name of [parent, object]) {
    const prefix = /^(?:"(?:[^"]|"")*"|[^".(\s]+)(?=\.)/.exec(name)?.[0];
    if (prefix !== undefined) return prefix;
  }
  return null;
}
