import { createHash } from "node:crypto";

import type { Migration } from "../sources/migration.ts";

/**
 * What the ledger records of a migration: the checksum of its file; where that includes others by literal names, of all
 * of them together, so that a change in one of them is a change of the migration. docs/formats.md specifies it.
 */
export function ledgerChecksum({ checksum, includes = [] }: Migration): string {
  if (includes.length === 0) return checksum;
  const hash = createHash("sha256").update(`${checksum}\n`);
  for (const { file, checksum: part } of includes) hash.update(`${part ?? "-"}  ${file}\n`);
  return hash.digest("hex");
}
