import type { Catalog, Fact, FactKind } from "../../catalog/fact.ts";
import { splitCatalog } from "../render/expressible.ts";
import { columnsByParent, type Siblings } from "./siblings.ts";
import { createOperatorClass, createOperatorFamily } from "./create-operator-class.ts";
import { createRoutine } from "./create-routine.ts";
import {
  createCast,
  createCollation,
  createDictionary,
  createDomain,
  createEmptyEnum,
  createExtension,
  createForeignTable,
  createOperator,
  createSearchConfiguration,
  createSequence,
  createServer,
  createType,
  createWrapper,
} from "./create-object.ts";

/** Something that Drizzle doesn't know of and that its tables may need. */
export interface Prerequisite {
  kind: FactKind | "role";
  object: string;
  /** The SQL that makes it, or makes what is needed of it. */
  statement: string;
}

const creators: Partial<Record<FactKind, (fact: Fact, siblings: Siblings) => string | undefined>> =
  {
    extension: createExtension,
    collation: createCollation,
    enum: createEmptyEnum,
    domain: createDomain,
    type: createType,
    function: createRoutine,
    procedure: createRoutine,
    aggregate: createRoutine,
    operator: createOperator,
    "operator family": createOperatorFamily,
    "operator class": createOperatorClass,
    cast: createCast,
    "text search dictionary": createDictionary,
    "text search configuration": createSearchConfiguration,
    server: createServer,
    "foreign table": createForeignTable,
    sequence: createSequence,
  };

/**
 * What a database needs before the SQL that drizzle-kit exports can run in it: roles, extensions, types, functions and so
 * on, in no order that could be relied on. What no table can depend on, such as triggers, isn't there.
 */
export function prerequisitesOf(catalog: Catalog): Prerequisite[] {
  const siblings = columnsByParent(catalog.facts);
  const objects = splitCatalog(catalog).flatMap(({ fact, said, gaps }): Prerequisite[] => {
    // A sequence of a column that `serial` makes with the column has other gaps than itself.
    if (said !== undefined || (fact.kind === "sequence" && !gaps.includes("sequence"))) return [];
    const statement = creators[fact.kind]?.(fact, siblings);
    return statement === undefined ? [] : [{ kind: fact.kind, object: fact.object, statement }];
  });
  return [...rolesOf(catalog), ...schemasOfExtensions(catalog), ...wrapperFor(objects), ...objects];
}

/** An extension may be in a schema that isn't pulled, `extensions` for one, which nothing else of the catalog speaks of. */
function schemasOfExtensions({ facts }: Catalog): Prerequisite[] {
  const known = new Set(facts.flatMap(({ kind, object }) => (kind === "schema" ? [object] : [])));
  const named = facts.flatMap(({ kind, attributes }) =>
    kind === "extension" ? [String(attributes["schema"])] : [],
  );
  return [...new Set(named)]
    .filter((name) => !known.has(name) && name !== "pg_catalog")
    .map((name) => ({
      kind: "schema",
      object: name,
      statement: `CREATE SCHEMA IF NOT EXISTS ${name}`,
    }));
}

/** For what has servers. */
function wrapperFor(objects: readonly Prerequisite[]): Prerequisite[] {
  const server = objects.find(({ kind }) => kind === "server");
  if (server === undefined) return [];
  return [
    { kind: "foreign data wrapper", object: `of ${server.object}`, statement: createWrapper() },
  ];
}

/** The roles that policies name. On a throw-away server they are nobody's. */
function rolesOf({ facts }: Catalog): Prerequisite[] {
  const names = facts.flatMap(({ kind, attributes }) =>
    kind === "policy" && Array.isArray(attributes["roles"]) ? attributes["roles"].map(String) : [],
  );
  return [...new Set(names)]
    .filter((name) => name !== "PUBLIC" && !/^"?pg_/.test(name) && name !== "postgres")
    .map((name) => ({ kind: "role", object: name, statement: `CREATE ROLE ${name}` }));
}
