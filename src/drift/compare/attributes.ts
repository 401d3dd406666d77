import type { Fact, FactValue } from "../../catalog/fact.ts";
import { settledExpression } from "../../postgres/settled-expression.ts";
import { differInLaterColumns } from "./later-columns.ts";
import { sameAcrossMajors, type Majors } from "./majors.ts";
import { inOneSpelling } from "./one-spelling.ts";
import { isSameBound } from "./sequence-bounds.ts";
import { sameValue } from "./same-value.ts";

export interface AttributeDifference {
  attribute: string;
  expected: FactValue;
  actual: FactValue;
}

/**
 * The attributes in which two facts of the same object differ. An attribute that is itself an object is compared by its
 * keys: `identity.increment`, `privileges.reader`. The order of columns is another matter: `columnOrderDifferences`.
 */
export function differingAttributes(
  expected: Fact,
  actual: Fact,
  majors: Majors,
): AttributeDifference[] {
  // Most facts are equal.
  if (sameValue(expected.attributes, actual.attributes)) return [];
  return differences(expected.attributes, actual.attributes, "")
    .filter(({ attribute }) => attribute !== "position")
    .filter(({ attribute }) => !isSameBound(expected, actual, attribute))
    .filter((difference) => !isRespelled(difference) && !isReordered(difference))
    .filter((difference) => !sameAcrossMajors(expected, difference, majors))
    .filter((difference) => !sameAcrossMajors(expected, spelledAlike(difference), majors));
}

/** Attributes that are expressions, queries, or lists with expressions among them, as PostgreSQL prints them. */
const expressions: ReadonlySet<string> = new Set([
  "default",
  "expression",
  "using",
  "check",
  "where",
  "keys",
  "definition",
  "partitionBy",
  "partitionBound",
]);

/** After a restore PostgreSQL prints some expressions in another way, and means the same by them. */
function isRespelled(difference: AttributeDifference): boolean {
  if (!isPrinted(difference)) return false;
  const { expected: before, actual: after } = spelledAlike(difference);
  if (typeof before === "string" && typeof after === "string")
    return before === after || differInLaterColumns(before, after);
  return sameValue(before, after);
}

/** The same with both sides in the spelling that both would come to. */
function spelledAlike(difference: AttributeDifference): AttributeDifference {
  if (!isPrinted(difference)) return difference;
  const { expected, actual } = difference;
  return { ...difference, expected: settled(expected), actual: settled(actual) };
}

function isPrinted({ attribute, actual }: AttributeDifference): boolean {
  const isExpression = expressions.has(attribute.slice(attribute.lastIndexOf(".") + 1));
  return isExpression || (attribute === "body" && isParsedBody(actual));
}

/**
 * A text search dictionary's options are one text, in the order in which somebody wrote or changed them; a publication's
 * schemas are sorted by their names, which may have changed.
 */
function isReordered({ attribute, expected, actual }: AttributeDifference): boolean {
  if (attribute === "schemas" && Array.isArray(expected) && Array.isArray(actual))
    return sameValue(expected.toSorted(), actual.toSorted());
  if (attribute !== "options" || typeof expected !== "string" || typeof actual !== "string")
    return false;
  const outsideOfTexts = /, (?=(?:[^']*'[^']*')*[^']*$)/;
  const [before, after] = [expected, actual].map((text) => text.split(outsideOfTexts).toSorted());
  return sameValue(before, after);
}

/** Of a function in SQL that PostgreSQL keeps parsed; other bodies are kept as they were written. */
function isParsedBody(body: FactValue): boolean {
  return typeof body === "string" && /^(?:BEGIN ATOMIC|RETURN)\b/.test(body);
}

function settled(value: FactValue): FactValue {
  if (typeof value === "string") return settledExpression(inOneSpelling(value));
  return Array.isArray(value) ? value.map(settled) : value;
}

/** Attributes with keys of the user's own; the one that isn't there at all has no keys. */
const maps: ReadonlySet<string> = new Set([
  "privileges",
  "options",
  "toastOptions",
  "foreignOptions",
  "settings",
  "tables",
  "mapping",
  "statistics",
  "identitySequence",
  "rowType",
  "multirangePrivileges",
  "memberPrivileges",
]);

/** Where those may stand: at an object, at an identity column's sequence, or at a table's row type. */
const mapPaths: ReadonlySet<string> = new Set(["", "identitySequence.", "rowType."]);

type Values = Readonly<Record<string, FactValue>>;

function differences(expected: Values, actual: Values, path: string): AttributeDifference[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].toSorted();
  return names.flatMap((name) => {
    const [before, after] = [expected[name], actual[name]];
    if (sameValue(before, after)) return [];
    const attribute = path + name;
    if (isPlain(before) && isPlain(after)) return differences(before, after, `${attribute}.`);
    if (mapPaths.has(path) && maps.has(name) && (isPlain(before) || isPlain(after)))
      return differences(asMap(before), asMap(after), `${attribute}.`);
    return [{ attribute, expected: orDefault(before, after), actual: orDefault(after, before) }];
  });
}

/** A flag that isn't there is off: "true → false" says more than "true → nothing". */
function orDefault(value: FactValue | undefined, other: FactValue | undefined): FactValue {
  return value ?? (other === true ? false : null);
}

function asMap(value: FactValue | undefined): Values {
  return isPlain(value) ? value : {};
}

function isPlain(value: FactValue | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
