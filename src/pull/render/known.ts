import type { Catalog, Fact, FactValue } from "../../catalog/fact.ts";
import { groupBy } from "./kit-source.ts";

/** The catalog's facts by the bare names that drizzle-kit's snapshot has. */
export interface Known {
  column(schema: string, table: string, name: string): Fact | undefined;
  /** The columns of a table or view, in their order. */
  columns(schema: string, table: string): { name: string; fact: Fact }[];
  constraint(schema: string, table: string, name: string): Fact | undefined;
  index(schema: string, name: string): Fact | undefined;
  policy(schema: string, table: string, name: string): Fact | undefined;
  /** A view, materialized view, table, sequence … by kind. */
  object(kind: string, schema: string, name: string): Fact | undefined;
  /** Whether a type of a schema that isn't there is an extension's: other schemas may not be pulled. */
  holdsTypesOf(schema: string): boolean;
}

/** Indexes the facts. Names in them are quoted as PostgreSQL quotes them; here they are bare. */
export function knowCatalog(catalog: Catalog): Known {
  const named = catalog.facts.map((fact) => ({ fact, parts: parseName(fact.object) }));
  const facts = new Map(
    named.map(({ fact, parts }) => [JSON.stringify([fact.kind, ...parts]), fact]),
  );
  const columns = groupBy(
    named.filter(({ fact }) => fact.kind === "column"),
    ({ parts }) => JSON.stringify(parts.slice(0, -1)),
  );
  const schemas = new Set(
    named.flatMap(({ fact, parts }) => {
      const holder = fact.kind === "extension" ? textAttribute(fact, "schema") : undefined;
      if (holder !== undefined) return parseName(holder);
      return fact.kind === "schema" ? parts : [];
    }),
  );
  const find = (...parts: string[]) => facts.get(JSON.stringify(parts));
  return {
    column: (schema, table, name) => find("column", schema, table, name),
    constraint: (schema, table, name) => find("constraint", name, schema, table),
    columns: (schema, table) =>
      (columns.get(JSON.stringify([schema, table])) ?? [])
        .map(({ fact, parts }) => ({ name: parts.at(-1) ?? "", fact }))
        .sort((left, right) => positionOf(left.fact) - positionOf(right.fact)),
    index: (schema, name) => find("index", schema, name),
    policy: (schema, table, name) => find("policy", name, schema, table),
    object: (kind, schema, name) => find(kind, schema, name),
    holdsTypesOf: (schema) => schemas.has(schema),
  };
}

/** `app."User".id`, `name on app."User"` → the names without quotes. */
export function parseName(object: string): string[] {
  const names: string[] = [];
  let rest = object;
  while (rest !== "") {
    const match = /^(?:"((?:[^"]|"")*)"|([^".\s(]+))(?:\.| on |$)?/.exec(rest);
    if (match === null || match[0] === "") return [object];
    names.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    rest = rest.slice(match[0].length);
  }
  return names;
}

/** Schema and name of the sequence in a `nextval('…'::regclass)`; two empty texts for any other default. */
export function sequenceOf(written: string): [string, string] {
  const object = /^nextval\('((?:[^']|'')*)'::regclass\)$/
    .exec(written)?.[1]
    ?.replaceAll("''", "'");
  const [schema, name] = parseName(object ?? "");
  return [schema ?? "", name ?? ""];
}

function positionOf(fact: Fact): number {
  return Number(fact.attributes["position"] ?? 0);
}

/** An attribute that is a text; undefined when it isn't there. */
export function textAttribute(fact: Fact | undefined, name: string): string | undefined {
  const value = fact?.attributes[name];
  return typeof value === "string" ? value : undefined;
}

export function listAttribute(fact: Fact | undefined, name: string): readonly string[] | undefined {
  const value: FactValue | undefined = fact?.attributes[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

export function hasAttribute(fact: Fact | undefined, name: string): boolean {
  return fact?.attributes[name] !== undefined;
}
