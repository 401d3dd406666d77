import type { Fact } from "../../catalog/fact.ts";
import type { FactsByKey } from "../compare/facts-by-key.ts";

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
  if (kind === "trigger") return impliedTrigger(fact, { isOnBoth, missing });
  if (kind === "constraint" && parent !== null && isOnBoth(`table\0${parent}`))
    return impliedConstraint(fact, { there, missing });
  return undefined;
}

/** They come with every database: only privileges on them are facts. */
const builtInLanguages: ReadonlySet<string> = new Set(["sql", "c", "internal", "plpgsql"]);

/** A partition's copy of a trigger is a fact where it is switched differently, or has a comment. */
function impliedTrigger(
  fact: Fact,
  { isOnBoth, missing }: { isOnBoth: (key: string) => boolean; missing: FactsByKey },
): Fact | undefined {
  const { partitionOf } = fact.attributes;
  if (typeof partitionOf !== "string") return undefined;
  if (!isOnBoth(`table\0${fact.parent ?? ""}`) || !isOnBoth(`trigger\0${partitionOf}`))
    return undefined;
  const enabled = missing.get(`trigger\0${partitionOf}`)?.attributes["enabled"] ?? "origin";
  return { ...fact, attributes: { partitionOf, enabled } };
}

/**
 * What a child table has of a parent's constraint is a fact where it has a comment, or is valid where the parent's isn't. Where
 * it says neither on either side, it is the child's own, too, and did come or go.
 */
function impliedConstraint(
  fact: Fact,
  { there, missing }: { there: FactsByKey; missing: FactsByKey },
): Fact | undefined {
  const { attributes } = fact;
  if (!("partitionOf" in attributes || attributes["inherited"] === true)) return undefined;
  const above = constraintAbove(fact, missing);
  if (above === undefined) return undefined;
  const { comment, notValid, ...rest } = attributes;
  const isInvalid = above.attributes["notValid"] === true;
  const isLike = (other: Fact | undefined) =>
    (other?.attributes["notValid"] === true) === (notValid === true);
  if (comment === undefined && isLike(above) && isLike(constraintAbove(fact, there)))
    return undefined;
  return { ...fact, attributes: { ...rest, ...(isInvalid && { notValid: true }) } };
}

/** The parent's constraint: that of which it says to be a part, else the nearest that is called so. */
function constraintAbove(
  { object, parent, attributes }: Fact,
  facts: FactsByKey,
): Fact | undefined {
  const { partitionOf } = attributes;
  const direct =
    typeof partitionOf === "string" ? facts.get(`constraint\0${partitionOf}`) : undefined;
  if (direct !== undefined) return direct;
  // What is between a partition and the table that was given the constraint is seldom a fact.
  const own = object.slice(0, -(parent ?? "").length);
  return [...ancestorsOf(parent ?? "", facts)]
    .map((table) => facts.get(`constraint\0${own}${table}`))
    .find((other) => other !== undefined);
}

/** The tables that a table inherits from or is a partition of, and theirs, the nearest first. */
function ancestorsOf(table: string, facts: FactsByKey): Set<string> {
  const found = new Set<string>([table]);
  // What is added to a set on the way is walked, too.
  for (const name of found) {
    const { partitionOf, inherits } = facts.get(`table\0${name}`)?.attributes ?? {};
    for (const above of [partitionOf, inherits].flat())
      if (typeof above === "string") found.add(above);
  }
  found.delete(table);
  return found;
}
