import { PullError } from "../../errors.ts";

/** A table column as drizzle-kit introspected it. */
export interface KitColumn {
  schema: string;
  table: string;
  name: string;
  /** The SQL type without `[]`, not quoted: `varchar(64)`, `citext`, an enum's bare name. */
  type: string;
  /** The enum's schema; null for every other type. */
  typeSchema: string | null;
  notNull: boolean;
  dimensions: number;
  /** The default's SQL, with the casts taken off. */
  default: string | null;
  generated: { type: "stored" | "virtual"; as: string } | null;
  identity: { type: "always" | "byDefault"; name: string } | null;
}
export interface KitIndexKey {
  value: string;
  isExpression: boolean;
  asc: boolean;
  nullsFirst: boolean;
  opclass: { name: string; default: boolean } | null;
}
export interface KitIndex {
  schema: string;
  table: string;
  name: string;
  columns: KitIndexKey[];
  isUnique: boolean;
  where: string | null;
  /** `fillfactor=70, deduplicate_items=off`, or empty. */
  with: string;
  method: string;
}
export interface KitForeignKey {
  schema: string;
  table: string;
  name: string;
  columns: string[];
  schemaTo: string;
  tableTo: string;
  columnsTo: string[];
  onUpdate: string | null;
  onDelete: string | null;
}
export interface KitPrimaryKey {
  schema: string;
  table: string;
  name: string;
  columns: string[];
}
export interface KitUnique {
  schema: string;
  table: string;
  name: string;
  columns: string[];
  nullsNotDistinct: boolean;
}
export interface KitCheck {
  schema: string;
  table: string;
  name: string;
  value: string;
}
export interface KitPolicy {
  schema: string;
  table: string;
  name: string;
  as: string;
  for: string;
  roles: string[];
  using: string | null;
  withCheck: string | null;
}
export interface KitTable {
  schema: string;
  name: string;
  isRlsEnabled: boolean;
}
export interface KitView {
  schema: string;
  name: string;
  definition: string | null;
  with: Record<string, string | number | boolean | null> | null;
  tablespace: string | null;
  materialized: boolean;
}
export interface KitEnum {
  schema: string;
  name: string;
  values: string[];
}
export interface KitSequence {
  schema: string;
  name: string;
  incrementBy: string | null;
  minValue: string | null;
  maxValue: string | null;
  startWith: string | null;
  cacheSize: number | string | null;
  cycle: boolean | null;
}

/**
 * What drizzle-kit found, from the snapshot that its pull writes beside the TypeScript: names are exact there, while
 * in the TypeScript they are squeezed through identifiers.
 */
export interface KitEntities {
  schemas: { name: string }[];
  enums: KitEnum[];
  sequences: KitSequence[];
  tables: KitTable[];
  columns: KitColumn[];
  indexes: KitIndex[];
  fks: KitForeignKey[];
  pks: KitPrimaryKey[];
  uniques: KitUnique[];
  checks: KitCheck[];
  policies: KitPolicy[];
  views: KitView[];
}

/** The format of drizzle-kit's snapshot that this was written for. */
const knownFormat = "9";

export const emptyEntities = (): KitEntities => ({
  schemas: [],
  enums: [],
  sequences: [],
  tables: [],
  columns: [],
  indexes: [],
  fks: [],
  pks: [],
  uniques: [],
  checks: [],
  policies: [],
  views: [],
});

const pinned =
  "Leave pull.engine out, or install the drizzle-kit version that dbfirst pins, or a newer dbfirst.";
/** A build of drizzle-kit's before the pinned one: what comes after dbfirst's version knows it no better. */
const older = "Leave pull.engine out, or install the drizzle-kit version that dbfirst pins.";

/**
 * Reads drizzle-kit's `snapshot.json`.
 *
 * @throws PullError when it isn't a snapshot of PostgreSQL in the format that the pinned drizzle-kit writes.
 */
export function parseKitSnapshot(text: string): KitEntities {
  const snapshot = parseJson(text);
  if (!isRecord(snapshot) || !Array.isArray(snapshot["ddl"])) {
    throw new PullError("KIT_OUTPUT", "drizzle-kit's snapshot.json has no list of objects.", {
      hint: pinned,
    });
  }
  const format = String(snapshot["version"]);
  if (format !== knownFormat) {
    throw new PullError(
      "KIT_OUTPUT",
      `drizzle-kit wrote a snapshot in format ${format}; this version of dbfirst knows format ${knownFormat}.`,
      { hint: Number(format) < Number(knownFormat) ? older : pinned },
    );
  }
  const entities = emptyEntities();
  for (const entity of snapshot["ddl"] as unknown[]) {
    if (!isRecord(entity)) continue;
    const list = (entities as unknown as Record<string, unknown[] | undefined>)[
      String(entity["entityType"])
    ];
    list?.push(entity);
  }
  return entities;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PullError("KIT_OUTPUT", "drizzle-kit's snapshot.json isn't JSON.", {
      hint: pinned,
      cause: error,
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
