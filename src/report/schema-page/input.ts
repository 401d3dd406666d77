import type { Catalog } from "../../catalog/fact.ts";
import type { RecordedGaps } from "../../catalog/snapshot.ts";
import type { SchemaHistory } from "../../workflow/explain/replay-history.ts";

/** What a page of the schema is made of. */
export interface SchemaPageInput {
  /** What stands above it: the project's name. */
  title: string;
  catalog: Catalog;
  /** What Drizzle's TypeScript can't say. */
  gaps: readonly RecordedGaps[];
  history: SchemaHistory;
  /** Printed at its end, by what it was made. */
  toolVersion: string;
}
