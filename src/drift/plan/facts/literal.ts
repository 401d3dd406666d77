import type { FactValue } from "../../../catalog/fact.ts";

/** A text as an SQL literal, whatever `standard_conforming_strings` is; NULL for anything else. */
export function literal(value: FactValue | undefined): string {
  if (typeof value !== "string") return "NULL";
  const text = value.replaceAll("'", "''");
  return text.includes("\\") ? `E'${text.replaceAll("\\", "\\\\")}'` : `'${text}'`;
}
