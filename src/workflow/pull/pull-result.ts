import type { Gap } from "../../pull/render/gaps.ts";
import type { OrmLineName } from "../../pull/render/lines/orm-line.ts";
import type { Proof } from "./prove.ts";
import type { IntendedChanges, WrittenChanges } from "./write-committed.ts";

export interface PullResult {
  /** Relative to the project. */
  schemaDirectory: string;
  snapshotFile: string;
  /** The drizzle-orm that the files are for; the version is null where none is installed. */
  drizzleOrm: { line: OrmLineName; version: string | null };
  changes: WrittenChanges;
  /** How many objects of each kind the TypeScript holds. */
  objects: { kind: string; count: number }[];
  /** What PostgreSQL holds and Drizzle's TypeScript can't express. */
  gaps: readonly Gap[];
  proof: Proof;
}

/** What a pull would do. */
export interface PullPreview {
  schemaDirectory: string;
  changes: IntendedChanges;
}

/** The objects that a pull puts into TypeScript. */
const pulledKinds = ["table", "view", "materialized view", "enum", "sequence", "policy"];

export function countObjects(facts: readonly { kind: string }[]): PullResult["objects"] {
  const counts = new Map<string, number>();
  for (const { kind } of facts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return pulledKinds.map((kind) => ({ kind, count: counts.get(kind) ?? 0 }));
}
