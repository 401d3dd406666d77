import { UsageError } from "../errors.ts";

/**
 * Quotes a name for use in SQL. Always quotes, so that keywords and capitals are safe too.
 *
 * @throws UsageError for a name that PostgreSQL can't hold (empty, or with a NUL byte).
 */
export function quoteIdentifier(name: string): string {
  if (name === "") throw new UsageError("A PostgreSQL name can't be empty.");
  refuseNul(name);
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes each part of a qualified name: `app`, `user` gives `"app"."user"`. */
export function quoteQualified(...names: string[]): string {
  return names.map((name) => quoteIdentifier(name)).join(".");
}

/**
 * Quotes a value as a string constant that means the same whatever `standard_conforming_strings` says.
 *
 * @throws UsageError for a value with a NUL byte, which no PostgreSQL string can hold.
 */
export function quoteLiteral(value: string): string {
  refuseNul(value);
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return quoted.includes("\\") ? ` E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

function refuseNul(text: string): void {
  if (text.includes("\0"))
    throw new UsageError("PostgreSQL names and strings can't hold a NUL byte.");
}
