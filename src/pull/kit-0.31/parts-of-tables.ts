import type { Fact, FactValue } from "../../catalog/fact.ts";
import type { KitEntities, KitIndexKey } from "../kit/kit-entities.ts";
import type { ObjectName } from "../object-name.ts";
import { parseIndexKey } from "../render/index-key.ts";
import { hasAttribute, listAttribute, parseName, textAttribute } from "../render/known.ts";

/**
 * Adds a key, check, index or policy of a table, from the catalog: drizzle-kit 0.31 loses the order of keys' columns, the
 * pairs of foreign keys' columns, operator classes, and what policies of other commands say.
 */
export function addPart(entities: KitEntities, fact: Fact, owner: ObjectName): void {
  const name = nameOf(fact);
  const common = { schema: owner.schema, table: owner.name, name };
  const columns = (listAttribute(fact, "columns") ?? []).map(lastName);
  if (fact.kind === "index") {
    entities.indexes.push({ ...common, ...indexOf(fact) });
  } else if (fact.kind === "policy") {
    entities.policies.push({ ...common, ...policyOf(fact) });
  } else if (fact.kind === "constraint") {
    const { type } = fact.attributes;
    const value = textAttribute(fact, "expression") ?? "";
    const nullsNotDistinct = hasAttribute(fact, "nullsNotDistinct");
    if (type === "primary key") entities.pks.push({ ...common, columns });
    if (type === "unique") entities.uniques.push({ ...common, columns, nullsNotDistinct });
    if (type === "check") entities.checks.push({ ...common, value });
    if (type === "foreign key") entities.fks.push({ ...common, columns, ...targetOf(fact) });
  }
}

/** An index is named with its schema, the others with their table. */
function nameOf({ kind, object }: Fact): string {
  const parts = parseName(object);
  return (kind === "index" ? parts.at(-1) : parts[0]) ?? "";
}

function targetOf(fact: Fact) {
  const references = fact.attributes["references"] as Readonly<Record<string, FactValue>>;
  const [schemaTo = "", tableTo = ""] = parseName(String(references["table"]));
  const columnsTo = (references["columns"] as readonly FactValue[]).map((one) =>
    lastName(String(one)),
  );
  const action = (attribute: string) => textAttribute(fact, attribute)?.toUpperCase() ?? null;
  return {
    schemaTo,
    tableTo,
    columnsTo,
    onUpdate: action("onUpdate"),
    onDelete: action("onDelete"),
  };
}

function indexOf(fact: Fact) {
  const options = (fact.attributes["options"] ?? {}) as Readonly<Record<string, FactValue>>;
  return {
    columns: (listAttribute(fact, "keys") ?? []).map(keyOf),
    isUnique: hasAttribute(fact, "unique"),
    where: textAttribute(fact, "where") ?? null,
    with: Object.entries(options)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(", "),
    method: textAttribute(fact, "method") ?? "btree",
  };
}

function keyOf(written: string): KitIndexKey {
  const key = parseIndexKey(written);
  if (key === undefined)
    return { value: written, isExpression: true, asc: true, nullsFirst: false, opclass: null };
  const { column, operatorClass, order } = key;
  const asc = !order.includes("DESC");
  return {
    value: lastName(column),
    isExpression: false,
    asc,
    nullsFirst: asc ? order.includes("NULLS FIRST") : !order.includes("NULLS LAST"),
    opclass: operatorClass === undefined ? null : { name: lastName(operatorClass), default: false },
  };
}

function policyOf(fact: Fact) {
  return {
    as: hasAttribute(fact, "restrictive") ? "RESTRICTIVE" : "PERMISSIVE",
    for: (textAttribute(fact, "command") ?? "all").toUpperCase(),
    roles: [...(listAttribute(fact, "roles") ?? [])],
    using: textAttribute(fact, "using") ?? null,
    withCheck: textAttribute(fact, "check") ?? null,
  };
}

function lastName(object: string): string {
  return parseName(object).at(-1) ?? "";
}
