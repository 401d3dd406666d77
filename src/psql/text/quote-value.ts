import type { Bytes } from "./bytes.ts";

/** A variable's value as an identifier or a literal (libpq's PQescapeIdentifier and PQescapeLiteral). */
export function quoteValue(value: Bytes, { identifier }: { identifier: boolean }): Bytes {
  if (identifier) return `"${value.replaceAll('"', '""')}"`;
  const doubled = value.replaceAll("'", "''");
  return value.includes("\\") ? ` E'${doubled.replaceAll("\\", "\\\\")}'` : `'${doubled}'`;
}
