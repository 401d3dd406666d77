import type { Catalog, Fact, FactValue } from "../catalog/fact.ts";

/**
 * Words that servers after PostgreSQL 14 quote because they have become keywords. Facts are called by their names without quotes;
 * where other facts name them, the server's own spelling stands.
 */
const newKeywords =
  /(^|\.)"(json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user)"(?=$|[.[])/g;

/** A catalog in which tables, columns and types are named as their facts are, so that they are found. */
export function withPlainNames(catalog: Catalog): Catalog {
  const facts = catalog.facts.map(withPlainAttributes);
  return facts.every((fact, index) => fact === catalog.facts[index])
    ? catalog
    : { ...catalog, facts };
}

const naming = ["type", "references", "ownedBy", "partitionOf", "inherits"];

function withPlainAttributes(fact: Fact): Fact {
  const entries = naming.flatMap((name): [string, FactValue][] => {
    const value = fact.attributes[name];
    const plain = value === undefined ? undefined : plainValue(value);
    return plain === undefined || plain === value ? [] : [[name, plain]];
  });
  if (entries.length === 0) return fact;
  return { ...fact, attributes: { ...fact.attributes, ...Object.fromEntries(entries) } };
}

/** The very value where nothing in it is quoted so. */
function plainValue(value: FactValue): FactValue {
  if (typeof value === "string") return value.replaceAll(newKeywords, "$1$2");
  if (
    typeof value !== "object" ||
    value === null ||
    !/\\"json|\\"merge|\\"system/.test(JSON.stringify(value))
  )
    return value;
  if (Array.isArray(value)) return value.map(plainValue);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
}
