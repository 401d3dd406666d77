import type { FactKind } from "./fact.ts";

/** Files of `queries/` that give facts (kind, object, parent, attributes), with the kinds that each gives. The order doesn't matter. */
const kindsOfFiles = {
  casts: ["cast", "transform"],
  collations: ["collation", "conversion"],
  columns: ["column"],
  constraints: ["constraint"],
  database: ["database", "database setting", "parameter", "security label", "large object"],
  "default-privileges": ["default privileges"],
  domains: ["domain"],
  enums: ["enum"],
  "event-triggers": ["event trigger"],
  extensions: ["extension"],
  "foreign-data": ["foreign data wrapper", "server", "user mapping"],
  functions: ["function", "procedure", "aggregate"],
  indexes: ["index"],
  languages: ["language", "access method"],
  operators: ["operator", "operator class", "operator family"],
  policies: ["policy"],
  publications: ["publication"],
  rules: ["rule"],
  schemas: ["schema"],
  sequences: ["sequence"],
  statistics: ["statistics"],
  subscriptions: ["subscription"],
  tables: ["table", "foreign table"],
  "text-search": [
    "text search configuration",
    "text search dictionary",
    "text search parser",
    "text search template",
  ],
  triggers: ["trigger"],
  types: ["type"],
  views: ["view", "materialized view"],
} as const satisfies Readonly<Record<string, readonly FactKind[]>>;

export type FactFile = keyof typeof kindsOfFiles;

export const factFiles = Object.keys(kindsOfFiles) as FactFile[];

/** Does a file give facts of one of these kinds? */
export function givesSome(file: FactFile, kinds: readonly FactKind[]): boolean {
  return kindsOf(file).some((kind) => kinds.includes(kind));
}

export function kindsOf(file: FactFile): readonly FactKind[] {
  return kindsOfFiles[file];
}
