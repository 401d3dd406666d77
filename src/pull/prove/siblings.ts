import type { Fact } from "../../catalog/fact.ts";

/** What stands on an object: a composite type's or foreign table's columns in their order, a domain's checks. */
export type Siblings = ReadonlyMap<string, readonly Fact[]>;

export function columnsByParent(facts: readonly Fact[]): Siblings {
  const byParent = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.parent === null || (fact.kind !== "column" && fact.kind !== "constraint")) continue;
    const list = byParent.get(fact.parent);
    if (list === undefined) byParent.set(fact.parent, [fact]);
    else list.push(fact);
  }
  for (const list of byParent.values()) {
    list.sort((a, b) => Number(a.attributes["position"]) - Number(b.attributes["position"]));
  }
  return byParent;
}

/** `"id" integer, "name" text` of a composite type or a foreign table. */
export function columnList(fact: Fact, siblings: Siblings): string {
  return (siblings.get(fact.object) ?? [])
    .filter(({ kind }) => kind === "column")
    .map(({ object, attributes }) => {
      const collation = attributes["collation"];
      const name = object.slice(fact.object.length + 1);
      return `${name} ${String(attributes["type"])}${collation === undefined ? "" : ` COLLATE ${String(collation)}`}`;
    })
    .join(", ");
}
