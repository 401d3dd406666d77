import { parseName, textAttribute, type Known } from "./known.ts";

/** What a domain is made of in the end, or the type itself; undefined where it may be a domain that the catalog doesn't have. */
export function baseType(type: string, known: Known): string | undefined {
  const [schema, name] = parseName(type);
  if (schema === undefined || name === undefined) return type;
  const domain = known.object("domain", schema, name);
  if (domain === undefined) return known.holdsTypesOf(schema) ? type : undefined;
  const under = textAttribute(domain, "type");
  return under === undefined ? undefined : baseType(under, known);
}

/** `timestamp(3) with time zone` → `timestamp with time zone`. */
export function withoutModifier(type: string): string {
  return type.replace(/\([^)]*\)/, "");
}
