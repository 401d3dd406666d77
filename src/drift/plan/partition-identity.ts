import type { Fact, StableId } from "@supabase/pg-delta";

/**
 * Facts without the index by which a partition's rows are told in replication, where it is a part of the parent's: the planning
 * library knows no such index, and finds no plan at all. `planFromFacts` says it.
 */
export function withoutPartitionsIdentity(facts: readonly Fact[]): readonly Fact[] {
  if (!facts.some(hasIndexIdentity)) return facts;
  const known = new Set(facts.flatMap(({ id }) => indexOf(id) ?? []));
  return facts.map((fact) => {
    const { id, payload } = fact;
    if (!hasIndexIdentity(fact) || id.kind !== "table") return fact;
    const index = JSON.stringify([id.schema, payload["replicaIdentityIndex"]]);
    if (known.has(index)) return fact;
    return { ...fact, payload: { ...payload, replicaIdentity: "d", replicaIdentityIndex: null } };
  });
}

/** https://www.postgresql.org/docs/current/catalog-pg-class.html: `relreplident` */
function hasIndexIdentity({ id, payload }: Fact): boolean {
  return id.kind === "table" && payload["replicaIdentity"] === "i";
}

/** A constraint's index is called like it. */
function indexOf(id: StableId): string | undefined {
  if (id.kind !== "index" && id.kind !== "constraint") return undefined;
  return JSON.stringify([id.schema, id.name]);
}
