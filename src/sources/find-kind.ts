import * as v from "valibot";
import type { NewMigration, RecordsTable, SourcePlace } from "./kind.ts";
import { sourceKinds } from "./kinds.ts";
import type { Source } from "./source.ts";

type Kind = (typeof sourceKinds)[number];

/** An entry of `sources` in dbfirst.config.ts. */
export type SourceConfig = v.InferInput<Kind["schema"]>;

const names = sourceKinds.map(({ name }) => `"${name}"`);

export const sourceSchema = v.variant(
  "kind",
  sourceKinds.map(({ schema }) => schema),
  `expected kind ${names.slice(0, -1).join(", ")} or ${names.at(-1)}`,
);

/** A kind, for entries of its own. */
interface KindOfEntry {
  read: (entry: SourceConfig, place: SourcePlace) => Source;
  create?: ((entry: SourceConfig, wanted: NewMigration) => Promise<string>) | string;
  watched: { deep: boolean; wanted: RegExp };
  records: (entry: SourceConfig, place: SourcePlace) => RecordsTable[];
  connects: boolean;
}

/** What is known of the kind that an entry names. */
export function kindOf({ kind }: Pick<SourceConfig, "kind">): KindOfEntry {
  // TypeScript doesn't know that the entry belongs to the kind of its name; the configuration was checked.
  return sourceKinds.find(({ name }) => name === kind) as unknown as KindOfEntry;
}
