import type { Catalog, Fact } from "../../catalog/fact.ts";
import { parseName, sequenceOf } from "./known.ts";

/** Something that PostgreSQL holds and Drizzle's TypeScript can't express. */
export interface Gap {
  /** `trigger`, `comment`, `deferrable constraint`, … */
  kind: string;
  /** The qualified name, as in the catalog. */
  object: string;
  /** The table or view that it concerns; null for what stands alone. */
  of: string | null;
}

/** Kinds that Drizzle has a form for; of these only single attributes are beyond it. */
const expressible: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  schema: { comment: "comment", privileges: "grant" },
  enum: { comment: "comment", privileges: "grant" },
  table: {
    partitionBy: "partitioning",
    partitionOf: "partition",
    inherits: "inheritance",
    ofType: "table of a type",
    unlogged: "unlogged table",
    forceRowSecurity: "forced row security",
    replicaIdentity: "replica identity",
    accessMethod: "access method",
    tablespace: "tablespace",
    options: "storage options",
    toastOptions: "storage options",
    comment: "comment",
    privileges: "grant",
  },
  column: {
    collation: "collation",
    storage: "storage",
    compression: "compression",
    statistics: "statistics target",
    options: "column options",
    comment: "comment",
    privileges: "grant",
  },
  constraint: {
    deferrable: "deferrable constraint",
    notEnforced: "constraint not enforced",
    notValid: "constraint not valid",
    noInherit: "constraint not inherited",
    include: "included columns",
    match: "match of a foreign key",
    onDeleteColumns: "columns of ON DELETE",
    withoutOverlaps: "period",
    tablespace: "tablespace",
    options: "storage options",
    comment: "comment",
    indexComment: "comment",
    clustered: "clustering",
    replicaIdentity: "replica identity",
  },
  index: {
    nullsNotDistinct: "nulls not distinct in an index",
    include: "included columns",
    statistics: "statistics target",
    tablespace: "tablespace",
    invalid: "invalid index",
    clustered: "clustering",
    replicaIdentity: "replica identity",
    comment: "comment",
  },
  sequence: {
    unlogged: "unlogged sequence",
    comment: "comment",
    privileges: "grant",
  },
  view: { comment: "comment", privileges: "grant" },
  "materialized view": {
    toastOptions: "storage options",
    accessMethod: "access method",
    comment: "comment",
    privileges: "grant",
  },
  policy: { comment: "comment" },
};

const owners = new Set(["table", "foreign table", "view", "materialized view"]);

/** Everything in the catalog that the TypeScript can't say, in the catalog's order. */
export function findGaps(catalog: Catalog): Gap[] {
  const byObject = new Map<string, Fact>();
  for (const fact of catalog.facts) {
    if (owners.has(fact.kind) || fact.kind === "column") byObject.set(fact.object, fact);
  }
  return catalog.facts.flatMap((fact) => {
    const of = ownerOf(fact, byObject);
    return kindsOf(fact, of, byObject).map((kind): Gap => ({
      kind,
      object: fact.object,
      of: of?.object ?? null,
    }));
  });
}

/** What every new database has. */
function isStandard(fact: Fact): boolean {
  return (
    (fact.kind === "extension" && fact.object === "plpgsql") ||
    (fact.kind === "schema" && fact.attributes["comment"] === "standard public schema")
  );
}

function kindsOf(fact: Fact, of: Fact | undefined, columns: ReadonlyMap<string, Fact>): string[] {
  if (isStandard(fact)) return [];
  const attributes = expressible[fact.kind];
  if (attributes === undefined) return [fact.kind];
  // Drizzle's materialized views have no indexes.
  if (fact.kind === "index" && of?.kind === "materialized view") return ["index"];
  if (fact.attributes["type"] === "exclude") return ["exclusion constraint"];
  const kinds = Object.entries(attributes)
    .filter(([name]) => fact.attributes[name] !== undefined)
    .map(([, kind]) => kind);
  if (isVirtual(fact)) kinds.push("virtual column");
  if (fact.kind === "sequence") kinds.push(...sequenceGaps(fact, columns));
  return [...new Set(kinds)];
}

function isVirtual(fact: Fact): boolean {
  const generated = fact.attributes["generated"];
  return (
    typeof generated === "object" &&
    generated !== null &&
    "kind" in generated &&
    generated.kind === "virtual"
  );
}

function ownerOf(fact: Fact, byObject: ReadonlyMap<string, Fact>): Fact | undefined {
  if (owners.has(fact.kind)) return fact;
  const parent = fact.parent === null ? undefined : byObject.get(fact.parent);
  return parent === undefined ? undefined : ownerOf(parent, byObject);
}

/** What `serial` and Drizzle's own sequences can't say of a sequence. */
function sequenceGaps(fact: Fact, columns: ReadonlyMap<string, Fact>): string[] {
  const owner = columns.get(String(fact.attributes["ownedBy"]));
  const [schema, name] = parseName(fact.object);
  const [usedSchema, used] = sequenceOf(String(owner?.attributes["default"] ?? ""));
  if (owner === undefined || schema !== usedSchema || name !== used) {
    const gaps = fact.attributes["type"] === "bigint" ? [] : ["sequence's type"];
    return fact.attributes["ownedBy"] === undefined ? gaps : [...gaps, "sequence's owner"];
  }
  const [, table, column] = parseName(owner.object);
  const options = ["increment", "minimum", "maximum", "start", "cache", "cycle"];
  return [
    ...(name === `${table}_${column}_seq` ? [] : ["sequence's name"]),
    ...(fact.attributes["type"] === owner.attributes["type"] ? [] : ["sequence's type"]),
    ...(options.some((option) => fact.attributes[option] !== undefined)
      ? ["sequence's options"]
      : []),
  ];
}
