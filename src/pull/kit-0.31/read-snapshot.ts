import { PullError } from "../../errors.ts";
import type { KitSequence } from "../kit/kit-entities.ts";
import type { ObjectName } from "../object-name.ts";

/** A table or view as drizzle-kit 0.31 saw it. */
export interface SeenObject extends ObjectName {
  /** The names of its columns, in drizzle-kit's order. */
  columns: string[];
}

/** What a snapshot of drizzle-kit 0.31 says that its TypeScript doesn't say unmistakably. */
export interface SeenSchema {
  tables: SeenObject[];
  views: SeenObject[];
  sequences: KitSequence[];
}

interface Snapshot {
  version: string;
  tables: Record<string, Entry>;
  views: Record<string, Entry>;
  sequences: Record<string, Partial<Record<string, string | boolean>>>;
}
interface Entry {
  name: string;
  schema: string;
  columns: Record<string, { name: string }>;
}

/** The format that drizzle-kit 0.31 writes. */
const knownFormat = "7";

/**
 * Reads the snapshot that `drizzle-kit pull` of 0.31 writes into `meta`.
 *
 * @throws PullError when it is none, or of another format.
 */
export function readSnapshot(text: string): SeenSchema {
  const snapshot = JSON.parse(text) as Snapshot;
  if (snapshot.version !== knownFormat)
    throw new PullError(
      "KIT_OUTPUT",
      `drizzle-kit wrote a snapshot in format ${snapshot.version}; of versions before 1.0, dbfirst knows format ${knownFormat}, which is that of 0.31.`,
      { hint: "Leave pull.engine out, or install drizzle-kit 0.31." },
    );
  return {
    tables: Object.values(snapshot.tables).map(seen),
    views: Object.values(snapshot.views).map(seen),
    sequences: Object.values(snapshot.sequences).map(toSequence),
  };
}

function seen({ schema, name, columns }: Entry): SeenObject {
  return {
    schema: schemaName(schema),
    name,
    columns: Object.values(columns).map((column) => column.name),
  };
}

/** It leaves `public` empty. */
function schemaName(written: unknown): string {
  return typeof written === "string" && written !== "" ? written : "public";
}

function toSequence(entry: Snapshot["sequences"][string]): KitSequence {
  const textOf = (name: string) => (entry[name] === undefined ? null : String(entry[name]));
  return {
    schema: schemaName(entry["schema"]),
    name: String(entry["name"]),
    startWith: textOf("startWith"),
    incrementBy: textOf("increment"),
    minValue: textOf("minValue"),
    maxValue: textOf("maxValue"),
    cacheSize: textOf("cache"),
    cycle: entry["cycle"] === true,
  };
}
