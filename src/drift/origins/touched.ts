import type { Fact } from "../../catalog/fact.ts";
import type { Finding } from "../finding.ts";

/**
 * The differences that concern what a change is about: the same table, view, type or function, what stands on it, and what
 * it stands on. Pure.
 *
 * @param change what the change does, `drift` what else is different.
 * @param facts everything that either names, with what it stands on.
 */
export function touchedBy(
  change: readonly Finding[],
  drift: readonly Finding[],
  facts: readonly Pick<Fact, "kind" | "object" | "parent">[],
): Finding[] {
  const parents = new Map<string, string | null>();
  const schemas = new Set<string>();
  for (const { kind, object, parent } of facts) {
    if (kind === "schema") schemas.add(object);
    // Types of tables are none of their own: the first of a name decides.
    if (!parents.has(object)) parents.set(object, parent);
  }
  /** From the object up to what stands in a schema. */
  const lineOf = ({ object, parent }: Finding): string[] => {
    const line = [object];
    let next = parent;
    while (next !== null && !schemas.has(next) && !line.includes(next)) {
      line.push(next);
      next = parents.get(next) ?? null;
    }
    return line;
  };
  const roots = new Set(change.map((finding) => lineOf(finding).at(-1)!));
  const gone = new Set(
    change.flatMap(({ kind, object, attribute }) =>
      kind === "schema" && attribute === null ? [object] : [],
    ),
  );
  return drift.filter((finding) => {
    const line = lineOf(finding);
    const schema = parents.get(line.at(-1)!) ?? finding.parent;
    return roots.has(line.at(-1)!) || (schema !== null && gone.has(schema));
  });
}
