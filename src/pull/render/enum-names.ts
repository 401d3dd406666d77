import type { Fact } from "../../catalog/fact.ts";

/** The enums' names, each in both spellings that a column's type may have: a word is quoted where it is a keyword of that version. */
export function enumNames(facts: readonly Fact[]): Set<string> {
  return new Set(
    facts.flatMap(({ kind, object }) =>
      kind === "enum" ? [object, object.replace(/\.([a-z_]+)$/, '."$1"')] : [],
    ),
  );
}
