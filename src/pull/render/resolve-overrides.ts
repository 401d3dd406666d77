import type { Catalog } from "../../catalog/fact.ts";
import { ConfigError, type ConfigProblem } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import type { Chain } from "./code.ts";
import { columnKey, objectKey } from "./kit-source.ts";
import type { OrmLine } from "./lines/orm-line.ts";
import { knowCatalog, parseName, textAttribute } from "./known.ts";
import { compareText, type Model } from "./model.ts";
import type {
  Aliases,
  BuilderOverride,
  ColumnOverride,
  Overrides,
  ResolvedOverrides,
} from "./overrides.ts";
import { builderProblems } from "./override-builder.ts";
import { aliasProblems, fileProblems, nameProblems } from "./override-names.ts";
import { typeNames, writtenTypeName } from "./type-name.ts";

/**
 * Finds what the overrides and aliases are about.
 *
 * @throws ConfigError with everything that isn't there or can't be so, and the nearest name that is there.
 */
export function resolveOverrides(
  model: Model,
  catalog: Catalog,
  { overrides, aliases, line }: { overrides: Overrides; aliases: Aliases; line: OrmLine },
): ResolvedOverrides {
  if (Object.keys(overrides).length + Object.keys(aliases).length === 0) return nothing;
  const known = know(model, catalog);
  const problems: ConfigProblem[] = [];
  const at = (list: string, key: string) => `pull.overrides.${list}[${JSON.stringify(key)}]`;
  const find = <T>(path: string, key: string, things: Things<T>): T | undefined => {
    const found = things.byName.get(nameKey(parseName(key)));
    if (found === undefined) problems.push({ at: path, message: unknownName(key, things) });
    return found;
  };
  const objects = <Value>(list: string, values: Readonly<Record<string, Value>>, kind: Things) =>
    new Map(
      Object.entries(values).flatMap(([key, value]): [string, Value][] => {
        const found = find(at(list, key), key, kind);
        return found === undefined ? [] : [[objectKey(found), value]];
      }),
    );
  const own = new Map(
    Object.entries(overrides.columns ?? {}).flatMap(([key, value]): [string, ColumnOverride][] => {
      const found = find(at("columns", key), key, known.columns);
      if (found === undefined) return [];
      problems.push(...builderProblems(at("columns", key), value, found, line));
      return [[found.key, value]];
    }),
  );
  const types = new Map(
    Object.entries(overrides.types ?? {}).map(([key, value]) => [
      writtenTypeName(key),
      { key, value },
    ]),
  );
  for (const [name, { key, value }] of types) {
    const ofType = known.columnList.filter((column) => column.types.includes(name));
    if (ofType.length === 0)
      problems.push({ at: at("types", key), message: unknownType(name, known.columnList) });
    // What one of them can't be, a serial perhaps, others can.
    const refused = ofType.map((column) => builderProblems(at("types", key), value, column, line));
    if (refused.every((own) => own.length > 0))
      problems.push(...(refused[0] ?? builderProblems(at("types", key), value, undefined, line)));
  }
  const columns = new Map(
    known.columnList.flatMap((column): [string, ColumnOverride][] => {
      const ofType = column.types.map((name) => types.get(name)?.value).find(isThere);
      const fits = ofType !== undefined && builderProblems("", ofType, column, line).length === 0;
      const merged = merge(fits ? ofType : {}, own.get(column.key) ?? {});
      return Object.keys(merged).length === 0 ? [] : [[column.key, merged]];
    }),
  );
  const tables = objects("tables", overrides.tables ?? {}, known.tables);
  const enums = objects("enums", overrides.enums ?? {}, known.enums);
  const resolved: ResolvedOverrides = {
    columns,
    tables,
    enums,
    aliases: Object.entries(aliases).flatMap(([name, key]) => {
      const object = find(`pull.aliases.${name}`, key, known.tables);
      return object === undefined ? [] : [{ name, object }];
    }),
  };
  problems.push(
    ...nameProblems(overrides),
    ...fileProblems(overrides),
    ...aliasProblems(Object.keys(aliases)),
  );
  if (problems.length > 0) throw new ConfigError("dbfirst.config.ts", problems);
  return resolved;
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** A column's own entry goes first; a mode and a customType exclude each other. */
function merge(ofType: BuilderOverride, own: ColumnOverride): ColumnOverride {
  const { mode, customType, ...rest } = ofType;
  const builder =
    own.mode === undefined && own.customType === undefined ? { mode, customType } : {};
  const merged = { ...rest, ...builder, ...own };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

const nothing: ResolvedOverrides = {
  columns: new Map(),
  tables: new Map(),
  enums: new Map(),
  aliases: [],
};

/** Objects by `nameKey`, and how a user would write each. */
interface Things<T = { schema: string; name: string }> {
  what: string;
  byName: ReadonlyMap<string, T>;
  written: readonly string[];
}

interface KnownColumn {
  key: string;
  builder: Chain;
  /** The names of its type, the most exact first. */
  types: string[];
}

function know(model: Model, catalog: Catalog) {
  const facts = knowCatalog(catalog);
  const owners = [...model.tables, ...model.views].map(({ kit }) => kit);
  const ofTables = model.tables.flatMap(({ columns }) =>
    columns.map(({ kit, builder }) => ({ ...kit, builder })),
  );
  const ofViews = model.views.flatMap(({ kit, columns }) =>
    columns.map(({ name, builder }) => ({ schema: kit.schema, table: kit.name, name, builder })),
  );
  const columns = [...ofTables, ...ofViews].map((column) => {
    const { schema, table, name, builder } = column;
    const type = textAttribute(facts.column(schema, table, name), "type");
    const types = type === undefined ? [] : typeNames(type);
    return { parts: [schema, table, name], key: columnKey(column), builder, types };
  });
  return {
    columnList: columns,
    columns: byWrittenName("column", columns, ({ parts }) => parts),
    tables: byWrittenName("table or view", owners, ({ schema, name }) => [schema, name]),
    enums: byWrittenName("enum", model.enums, ({ schema, name }) => [schema, name]),
  };
}

function byWrittenName<T>(
  what: string,
  all: readonly T[],
  partsOf: (one: T) => string[],
): Things<T> {
  return {
    what,
    byName: new Map(all.map((one) => [nameKey(partsOf(one)), one])),
    written: all.map((one) => writeName(partsOf(one))),
  };
}

function nameKey(parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** As `parseName` reads it: a part in quotes where it isn't plain. */
function writeName(parts: readonly string[]): string {
  return parts
    .map((part) => (/^[^".\s(]+$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join(".");
}

/** More names than this aren't listed. */
const listed = 12;

function unknownName<T>(key: string, { what, written }: Things<T>): string {
  const inPublic = `public.${key}`;
  const suggestion = written.includes(inPublic) ? inPublic : nearest(key, written);
  if (suggestion !== undefined)
    return `there is no ${what} "${key}"; did you mean "${suggestion}"?`;
  // What is beside it: the columns of its table, the tables of its schema.
  const beside = `${writeName(parseName(key).slice(0, -1))}.`;
  const near = written.filter((name) => name.startsWith(beside));
  return `there is no ${what} "${key}"; ${listing(near.length > 0 ? near : written)}`;
}

function unknownType(name: string, columns: readonly KnownColumn[]): string {
  const known = [...new Set(columns.flatMap(({ types }) => types))].sort(compareText);
  const suggestion = known.find((one) => one.endsWith(`.${name}`)) ?? nearest(name, known);
  return suggestion === undefined
    ? `no column is of the type ${name}; ${listing(known)}`
    : `no column is of the type ${name}; did you mean "${suggestion}"?`;
}

function listing(names: readonly string[]): string {
  if (names.length === 0) return "there are none";
  const rest = names.length - listed;
  return `there are ${names.slice(0, listed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
