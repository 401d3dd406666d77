import type { Catalog, Fact } from "../../catalog/fact.ts";
import { keyOf } from "../compare/facts-by-key.ts";
import { anyPath, plainName } from "./names.ts";

/**
 * Tells whether a statement on partitions reads other tables from end to end: those that refer to the rows of a partition that
 * goes, and the default partition beside a new one.
 */
export function partitionReads({ from, to }: { from: Catalog; to: Catalog }) {
  const facts = [...from.facts, ...to.facts];
  const referred = withPartitions(referredTables(facts), facts);
  // A default partition that the plan makes is empty.
  const before = new Set(from.facts.map(keyOf));
  const there = facts.filter((fact) => before.has(keyOf(fact)));
  const withDefault = new Set(there.flatMap(defaultsParent));
  return (sql: string): boolean => {
    const left = detaches.exec(sql)?.[1];
    const joined = createsPartition.exec(sql)?.[1];
    return (
      (left !== undefined && referred.has(plainName(left))) ||
      (joined !== undefined && withDefault.has(plainName(joined)))
    );
  };
}

const detaches = new RegExp(`^ALTER TABLE (${anyPath}) DETACH PARTITION `);
const createsPartition = new RegExp(
  `^CREATE (?:UNLOGGED |FOREIGN )?TABLE ${anyPath} PARTITION OF (${anyPath})`,
);

/** Those that foreign keys refer to. */
function referredTables(facts: readonly Fact[]): Set<string> {
  return new Set(
    facts.flatMap(({ attributes: { references } }) => {
      const { table } = (references ?? {}) as { table?: string };
      return table === undefined ? [] : [plainName(table)];
    }),
  );
}

/** With what is a partition of them, which may have partitions of its own. */
function withPartitions(tables: Set<string>, facts: readonly Fact[]): Set<string> {
  const partitions = new Map<string, string[]>();
  for (const { kind, object, attributes } of facts) {
    if (kind !== "table" || typeof attributes["partitionOf"] !== "string") continue;
    const parent = plainName(attributes["partitionOf"]);
    partitions.set(parent, [...(partitions.get(parent) ?? []), plainName(object)]);
  }
  // What is added to a set on the way is walked, too.
  for (const table of tables) for (const part of partitions.get(table) ?? []) tables.add(part);
  return tables;
}

function defaultsParent({ attributes: { partitionOf, partitionBound } }: Fact): string[] {
  const isDefault = typeof partitionOf === "string" && partitionBound === "DEFAULT";
  return isDefault ? [plainName(partitionOf)] : [];
}
