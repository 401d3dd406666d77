import type {
  KitCheck,
  KitColumn,
  KitEntities,
  KitEnum,
  KitForeignKey,
  KitIndex,
  KitPolicy,
  KitPrimaryKey,
  KitSequence,
  KitTable,
  KitUnique,
  KitView,
} from "../kit/kit-entities.ts";
import type { Brought } from "./brought.ts";
import { outlinedHead, parseBuilders } from "./builder.ts";
import { sql, text, withCall, type Chain } from "./code.ts";
import { customType } from "./custom-type.ts";
import type { Gap } from "./gaps.ts";
import { withSchema } from "./identifier.ts";
import { columnKey, groupBy, objectKey, type KitSource } from "./kit-source.ts";

/** A column of a table: what drizzle-kit knows of it, and its builder without the column's name. */
export interface Column {
  kit: KitColumn;
  builder: Chain;
  /** What the user's modules give its builder. */
  brings?: readonly Brought[];
}
/** A column of a view. */
export interface ViewColumn {
  name: string;
  builder: Chain;
  /** The enum, if its type is one. */
  enum: { schema: string; name: string } | null;
  brings?: readonly Brought[];
}
export interface Table {
  kit: KitTable;
  columns: Column[];
  primaryKey: KitPrimaryKey | undefined;
  foreignKeys: KitForeignKey[];
  indexes: KitIndex[];
  uniques: KitUnique[];
  checks: KitCheck[];
  policies: KitPolicy[];
  /** What Drizzle can't express of it; each stands as a comment at the table. */
  gaps: Gap[];
}
export interface View {
  kit: KitView;
  columns: ViewColumn[];
  /** Made by something else, an extension: it is read and never made. */
  isExisting?: boolean;
  gaps: Gap[];
}
/** The schema that is rendered; every list is in a stable order. */
export interface Model {
  schemas: string[];
  enums: KitEnum[];
  sequences: KitSequence[];
  tables: Table[];
  views: View[];
}

/** Puts together what drizzle-kit's two files say. */
export function toModel(source: KitSource, entities: KitEntities): Model {
  const builders = tableBuilders(entities, source);
  const columns = byTable(entities.columns);
  const pks = byTable(entities.pks);
  const fks = byTable(entities.fks);
  const indexes = byTable(entities.indexes);
  const uniques = byTable(entities.uniques);
  const checks = byTable(entities.checks);
  const policies = byTable(entities.policies);
  const tables = sortedByName(entities.tables).map((kit): Table => {
    const key = objectKey(kit);
    const isOutlined = source.outlined?.has(key) === true;
    return {
      kit,
      columns: (columns.get(key) ?? []).map((column) => ({
        kit: column,
        builder: isOutlined
          ? outlinedBuilder
          : (builders.get(columnKey(column)) ?? fallbackBuilder(column)),
      })),
      primaryKey: pks.get(key)?.[0],
      foreignKeys: sortedByName(fks.get(key) ?? []),
      indexes: sortedByName(indexes.get(key) ?? []),
      uniques: sortedByName(uniques.get(key) ?? []),
      checks: sortedByName(checks.get(key) ?? []),
      policies: sortedByName(policies.get(key) ?? []),
      gaps: [],
    };
  });
  return {
    schemas: entities.schemas
      .map(({ name }) => name)
      .filter((name) => name !== "public")
      .sort(compareText),
    enums: sortedByName(entities.enums),
    sequences: sortedByName(entities.sequences),
    tables,
    views: sortedByName(entities.views).map((kit) => toView(kit, source, entities)),
  };
}

function byTable<T extends { schema: string; table: string }>(
  items: readonly T[],
): Map<string, T[]> {
  return groupBy(items, (item) => objectKey({ schema: item.schema, name: item.table }));
}

/** By code unit, so that no locale has a say. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function sortedByName<T extends { schema: string; name: string }>(items: readonly T[]): T[] {
  return [...items].sort(
    (left, right) => compareText(left.schema, right.schema) || compareText(left.name, right.name),
  );
}

function tableBuilders(entities: KitEntities, source: KitSource): Map<string, Chain | undefined> {
  const found = entities.columns.flatMap((column) => {
    const written = source.columns.get(columnKey(column));
    if (written === undefined) return [];
    return [{ column, source: quoteSequence(written, column), isEnum: column.typeSchema !== null }];
  });
  const chains = parseBuilders(found);
  return new Map(
    found.map((one, index) => [columnKey(one.column), chains[index] ?? withoutDefault(one)]),
  );
}

/** drizzle-kit puts the name of an identity's sequence between quotes as it is. */
function quoteSequence(written: string, { identity }: KitColumn): string {
  const name = identity?.name ?? "";
  return written.replace(`name: "${name}"`, () => `name: ${JSON.stringify(name)}`);
}

/** Of an expression that isn't TypeScript only the default is lost, which the snapshot has. */
function withoutDefault(found: {
  column: KitColumn;
  source: string;
  isEnum: boolean;
}): Chain | undefined {
  const { column, source } = found;
  const at = source.indexOf(".default(");
  if (at === -1 || column.default === null) return undefined;
  const [builder] = parseBuilders([{ ...found, source: source.slice(0, at) }]);
  if (builder === undefined) return undefined;
  const whole = withCall(builder, "default", [sql(column.default)]);
  return column.notNull ? withCall(whole, "notNull", []) : whole;
}

const outlinedBuilder: Chain = {
  type: "chain",
  head: outlinedHead,
  links: [{ type: "call", args: [] }],
};

/** For a column whose expression in drizzle-kit's text can't be read: the type as it is, without a mapping. */
function fallbackBuilder(column: KitColumn): Chain {
  let builder = customType(column.type);
  const brackets = column.dimensions > 1 ? [text("[]".repeat(column.dimensions))] : [];
  if (column.dimensions > 0) builder = withCall(builder, "array", brackets);
  if (column.default !== null) builder = withCall(builder, "default", [sql(column.default)]);
  return column.notNull ? withCall(builder, "notNull", []) : builder;
}

const enumArgument = /^(?:"([^]*?)"|([\w$]+))\(/;

function toView(kit: KitView, source: KitSource, entities: KitEntities): View {
  const columns = source.views.get(objectKey(kit)) ?? [];
  if (source.outlined?.has(objectKey(kit)) === true) {
    const outlined = columns.map(({ name }) => ({ name, builder: outlinedBuilder, enum: null }));
    return { kit, columns: outlined, gaps: [] };
  }
  const enums = columns.map((column) => enumOf(column.source, entities.enums));
  const builders = parseBuilders(
    columns.map((column, index) => ({ source: column.source, isEnum: enums[index] !== null })),
  );
  return {
    kit,
    columns: columns.flatMap((column, index): ViewColumn[] => {
      const builder = builders[index];
      return builder === undefined
        ? []
        : [{ name: column.name, builder, enum: enums[index] ?? null }];
    }),
    gaps: [],
  };
}

/** The enum that a view column's builder is named after: `mood()`, `moodInApp()`. */
function enumOf(
  source: string,
  enums: readonly KitEnum[],
): { schema: string; name: string } | null {
  const match = enumArgument.exec(source);
  const head = match?.[1] ?? match?.[2];
  if (head === undefined) return null;
  for (const { schema, name } of enums) {
    if (head === withSchema({ schema, name })) return { schema, name };
  }
  return null;
}
