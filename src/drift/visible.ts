import type { Fact, FactKind, FactValue } from "../catalog/fact.ts";
import type { Finding } from "./finding.ts";

/** What drizzle-kit's pull shows of each kind. A kind that isn't here stays invisible, whatever happens to it. */
const visibleAttributes: Partial<Record<FactKind, ReadonlySet<string>>> = {
  schema: new Set(),
  enum: new Set(["labels"]),
  table: new Set(["rowSecurity", "columnOrder"]),
  column: new Set(["type", "notNull", "default", "generated", "identity"]),
  constraint: new Set([
    "type",
    "columns",
    "expression",
    "references",
    "onUpdate",
    "onDelete",
    "nullsNotDistinct",
  ]),
  index: new Set(["method", "keys", "unique", "where", "options"]),
  sequence: new Set(["increment", "minimum", "maximum", "start", "cache", "cycle", "ownedBy"]),
  view: new Set(["definition", "options"]),
  "materialized view": new Set(["definition", "options", "tablespace"]),
  policy: new Set(["command", "roles", "restrictive", "using", "check"]),
};

/** What drizzle-kit doesn't pull at all, with everything that stands on it. */
const invisibleParents: ReadonlySet<FactKind> = new Set(["foreign table", "type", "domain"]);

/** What doesn't show because of another object: everything on a domain, the indexes of a materialized view. */
export function hiddenFromDrizzle(facts: readonly Fact[]): ReadonlySet<string> {
  const hidden = new Set<string>();
  for (const { kind, object, parent } of facts) {
    if (invisibleParents.has(kind)) hidden.add(object);
    else if (kind === "materialized view")
      hidden.add(`index of ${object}`).add(`default of ${object}`);
    else if (kind === "view") hidden.add(`default of ${object}`);
    // Wherever there is a policy, Drizzle takes row security for switched on.
    else if (kind === "policy") hidden.add(`rowSecurity of ${parent ?? ""}`);
  }
  return hidden;
}

/**
 * Would the TypeScript of a pull show this?
 *
 * @param difference of which attribute: null means that the object is there at all; "name" and "schema", that it is called
 *   so, and where it is.
 * @param hidden what `hiddenFromDrizzle` gives.
 */
export function isVisibleToDrizzle(
  fact: Fact,
  { attribute, expected, actual }: Pick<Finding, "attribute" | "expected" | "actual">,
  hidden: ReadonlySet<string>,
): boolean {
  const { kind, object, parent, attributes } = fact;
  const visible = visibleAttributes[kind];
  if (visible === undefined) return false;
  if (parent !== null && (hidden.has(parent) || hidden.has(`${kind} of ${parent}`))) return false;
  if (hidden.has(`${attribute ?? ""} of ${kind === "column" ? (parent ?? "") : object}`))
    return false;
  if (kind === "constraint" && attributes["type"] === "exclude") return false;
  // A column's own sequence is part of a `serial`, or lost: all that shows is whose it is.
  if (kind === "sequence" && attributes["ownedBy"] !== undefined) return attribute === "ownedBy";
  if (attribute === null) return !isWithoutLabels(fact);
  if (attribute === "name" || attribute === "schema") return true;
  if (kind === "index" && attribute === "keys") return shownKeys(expected) !== shownKeys(actual);
  return visible.has(attribute.split(".")[0]!);
}

/** drizzle-kit doesn't see an enum without labels. */
function isWithoutLabels({ kind, attributes }: Fact): boolean {
  const { labels } = attributes;
  return kind === "enum" && Array.isArray(labels) && labels.length === 0;
}

/** Of a key that is a column, neither the collation shows nor what is said to the operator class. */
function shownKeys(keys: FactValue): string {
  const list = Array.isArray(keys) ? keys.map(String) : [];
  return JSON.stringify(
    list.map((key) => {
      const column = /^(?:"(?:[^"]|"")*"|[^\s("]+)(?=\s|$)/.exec(key)?.[0];
      if (column === undefined) return key;
      const rest = key.slice(column.length);
      return (
        column + rest.replace(/ COLLATE (?:"(?:[^"]|"")*"|[^\s"])+/, "").replace(/\(.*\)/s, "")
      );
    }),
  );
}
