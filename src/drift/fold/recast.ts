import type { FactValue } from "../../catalog/fact.ts";

/** A cast as PostgreSQL prints it: the type's name, its modifiers, `with time zone`, brackets of an array. */
const cast =
  /('[^']*(?:''[^']*)*')|::(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+)(?:\.(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+))*(?: varying| precision)?(?:\(\d+(?:,-?\d+)?\))?(?: with(?:out)? time zone)?(?:\[\])*|[()]/g;

/** The collation of an index's key, where it isn't the default one: that of the column in an expression. */
const collation =
  /('[^']*(?:''[^']*)*')| COLLATE (?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+)(?:\.(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+))*/g;

/** Do two expressions, or lists of them, differ in nothing but their casts? What a column's new type makes of an expression does. */
export function differsInCasts(expected: FactValue, actual: FactValue): boolean {
  if (Array.isArray(expected) && Array.isArray(actual))
    return (
      expected.length === actual.length &&
      expected.every((item, index) => differsInCasts(item, actual[index]))
    );
  if (typeof expected !== "string" || typeof actual !== "string") return expected === actual;
  return withoutCasts(expected) === withoutCasts(actual);
}

/** Do the keys of two indexes differ in nothing but their casts and collations? */
export function differsInCollations(expected: FactValue, actual: FactValue): boolean {
  return differsInCasts(withoutCollations(expected), withoutCollations(actual));
}

function withoutCollations(keys: FactValue): FactValue {
  if (!Array.isArray(keys)) return keys;
  return keys.map((key) =>
    typeof key === "string"
      ? key.replaceAll(collation, (_, literal: string | undefined) => literal ?? "")
      : key,
  );
}

/** Parentheses go with the casts that need them. */
function withoutCasts(text: string): string {
  return text.replaceAll(cast, (_, literal: string | undefined) => literal ?? "");
}
