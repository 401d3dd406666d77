import type { Fact } from "../catalog/fact.ts";
import type { FactsByKey } from "./unlike.ts";

/**
 * What a side without a fact says all the same: some objects are always there, and only are facts where something is said
 * about them. Undefined: the object isn't there.
 *
 * @param there the facts of the side that has it, by kind and name; `missing` those of the side that hasn't.
 */
export function impliedFact(
  fact: Fact,
  { there, missing }: { there: FactsByKey; missing: FactsByKey },
): Fact | undefined {
  const { kind, object, parent, attributes } = fact;
  const isOnBoth = (name: string) => there.has(name) && missing.has(name);
  if (kind === "database" || kind === "parameter") return { ...fact, attributes: {} };
  if (kind === "default privileges") {
    const isThere = parent === null || isOnBoth(`schema\0${parent}`);
    return isThere ? { ...fact, attributes: {} } : undefined;
  }
  if (kind === "language" && builtInLanguages.has(object) && "privileges" in attributes) {
    const { privileges: _, ...rest } = attributes;
    return { ...fact, attributes: rest };
  }
  const { partitionOf } = attributes;
  // A partition's copy of a trigger is a fact where it is switched differently, or has a comment.
  if (kind !== "trigger" || typeof partitionOf !== "string") return undefined;
  if (!isOnBoth(`table\0${parent ?? ""}`) || !isOnBoth(`trigger\0${partitionOf}`)) return undefined;
  const enabled = missing.get(`trigger\0${partitionOf}`)?.attributes["enabled"] ?? "origin";
  return { ...fact, attributes: { partitionOf, enabled } };
}

/** They come with every database: only privileges on them are facts. */
const builtInLanguages: ReadonlySet<string> = new Set(["sql", "c", "internal", "plpgsql"]);
