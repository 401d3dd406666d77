import type { FactValue } from "../../catalog/fact.ts";

/** A cast as PostgreSQL prints it: the type's name, its modifiers, `with time zone`, brackets of an array. */
const cast =
  /('[^']*(?:''[^']*)*')|::(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+)(?:\.(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+))*(?: varying| precision)?(?:\(\d+(?:,-?\d+)?\))?(?: with(?:out)? time zone)?(?:\[\])*|[()]/g;

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

/** Parentheses go with the casts that need them. */
function withoutCasts(text: string): string {
  return text.replaceAll(cast, (_, literal: string | undefined) => literal ?? "");
}
