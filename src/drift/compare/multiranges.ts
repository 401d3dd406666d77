import type { Fact } from "../../catalog/fact.ts";
import type { Finding } from "../finding.ts";
import type { Rename } from "../renames/renames.ts";

/** Is it told that a range's multirange is called otherwise, or is in another schema? Multiranges are no facts of their own. */
export function isMultirangeMove({ kind, attribute }: Finding): boolean {
  return kind === "type" && attribute === "multirange";
}

/** The rename that such a finding tells, for what else names the multirange: a column's type. */
export function multirangeMove({ expected, actual }: Finding): Rename {
  const [from, to] = [String(expected), String(actual)];
  const named = (object: string): Fact => ({ kind: "type", object, parent: null, attributes: {} });
  return { expected: named(from), actual: named(to), attribute: "name", from, to };
}
