import type { Fact, FactValue } from "./fact.ts";
import { globPattern } from "./glob.ts";

/** Gives attributes without one of them; undefined where there is nothing of the sort. */
export type AttributeCutter = (attributes: Fact["attributes"]) => Fact["attributes"] | undefined;

/** Leaves out an attribute, or a key of one: `comment`, `identity.increment`, `privileges.*`. What is left empty by that goes too. */
export function attributeCutter(glob: string): AttributeCutter {
  const pattern = globPattern(glob);
  return (attributes) => cut(attributes, "", pattern);
}

function cut(
  values: Fact["attributes"],
  path: string,
  pattern: RegExp,
): Fact["attributes"] | undefined {
  const rest: Record<string, FactValue> = {};
  let isCut = false;
  for (const [name, value] of Object.entries(values)) {
    const attribute = path + name;
    const isNamed = pattern.test(attribute);
    const inner = !isNamed && isKeyed(value) ? cut(value, `${attribute}.`, pattern) : undefined;
    if (isNamed || inner !== undefined) isCut = true;
    if (isNamed || (inner !== undefined && Object.keys(inner).length === 0)) continue;
    rest[name] = inner ?? value;
  }
  return isCut ? rest : undefined;
}

function isKeyed(value: FactValue): value is Fact["attributes"] {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
