import type { FactKind } from "../catalog/fact.ts";
import { nearest } from "../nearest.ts";
import type { IgnoreRule } from "./schema.ts";

/** Rules of `ignore` for an attribute that no object of their kind has. */
export async function checkIgnoredAttributes(
  rules: readonly IgnoreRule[],
): Promise<{ at: string; message: string }[]> {
  if (rules.every(({ attribute }) => attribute === undefined)) return [];
  const { attributesByKind } = await import("../catalog/attributes.ts");
  const { globPattern } = await import("../catalog/glob.ts");
  const known = attributesByKind();
  return rules.flatMap(({ kind, attribute }, index) => {
    if (attribute === undefined) return [];
    const names =
      kind === undefined
        ? [...new Set([...known.values()].flat())]
        : (known.get(kind as FactKind) ?? []);
    const [first = ""] = attribute.split(".");
    if (names.some((name) => globPattern(first).test(name))) return [];
    const near = nearest(first, names);
    const whose = kind === undefined ? "no object has" : `objects of the kind ${kind} have no`;
    const what = `${whose}${kind === undefined ? " an" : ""} attribute "${first}"`;
    const help =
      near === undefined
        ? kind === undefined
          ? "docs/coverage.md lists them"
          : `they have ${names.join(", ")}`
        : `did you mean "${near}"?`;
    return [{ at: `ignore[${index}].attribute`, message: `${what}; ${help}` }];
  });
}
