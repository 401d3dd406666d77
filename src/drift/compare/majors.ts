import type { Fact } from "../../catalog/fact.ts";
import type { AttributeDifference } from "./attributes.ts";
import { isSameIcuLocale } from "./icu-locales.ts";
import { sameSql } from "./same-sql.ts";

/** PostgreSQL's major version on the expected and on the actual side. */
export type Majors = readonly [expected: number, actual: number];

/** Attributes that a catalog has only from a version on: nothing to compare with an older one. */
const since: Readonly<Record<string, number>> = {
  "sequence unlogged": 15,
  "domain notNullConstraint": 17,
  "column notNullConstraint": 18,
};

/** From 16 on, the locale of a collation by ICU is kept as a language tag. */
const languageTags = 16;

/** From 18 on, a subscription streams large transactions in parallel where nothing else is said, before that not at all. */
const parallelStreams = 18;

/** From 16 on, a view of one table prints that table's columns without its name. */
const unqualifiedViews = 16;

/**
 * Does a difference come from the servers' versions and not from the schema? Two sides of the same major are never
 * the same in this sense.
 */
export function sameAcrossMajors(
  { kind, object, attributes }: Pick<Fact, "kind" | "object" | "attributes">,
  { attribute, expected, actual }: AttributeDifference,
  majors: Majors,
): boolean {
  const [older, newer] = [Math.min(...majors), Math.max(...majors)];
  if (older === newer) return false;
  const [first] = attribute.split(".");
  if (older < (since[`${kind} ${first}`] ?? 0)) return true;
  // What everybody may do in the schema public changed with 15: the same GRANT says something or nothing.
  if (kind === "schema" && object === "public" && first === "privileges" && older < 15) return true;
  // Each server has the versions of extensions, and says of them, what was current when it came out.
  // The next version has other members, too.
  if (kind === "extension" && first !== "schema") return true;
  if (kind === "column" && /^identitySequence(?:\.(?:un)?logged)?$/.test(attribute) && older < 15)
    return true;
  if (kind === "collation" && attribute === "locale" && attributes["provider"] === "icu")
    return (
      older < languageTags &&
      newer >= languageTags &&
      isSameIcuLocale(String(expected), String(actual))
    );
  if (kind === "subscription" && attribute === "stream") {
    const [before, after] = majors[0] === older ? [expected, actual] : [actual, expected];
    return (
      older < parallelStreams && newer >= parallelStreams && before === null && after === "parallel"
    );
  }
  const viewLike = kind === "view" || kind === "materialized view" || kind === "rule";
  return sameSql(expected, actual, {
    qualifiersMayMiss: viewLike && older < unqualifiedViews && newer >= unqualifiedViews,
  });
}
