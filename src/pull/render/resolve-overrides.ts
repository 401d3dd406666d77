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
  ObjectOverride,
  Overrides,
  ResolvedOverrides,
} from "./overrides.ts";
import { builderProblems } from "./override-builder.ts";
import { aliasProblems, fileProblems, nameProblems } from "./override-names.ts";
import { shortNames, typeNames, writtenTypeName } from "./type-name.ts";

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
  const resolved: ResolvedOverrides = {
    columns: resolveColumns(known, { overrides, line }, problems),
    tables: resolveObjects("tables", overrides.tables, known.tables, problems),
    enums: resolveObjects("enums", overrides.enums, known.enums, problems),
    aliases: Object.entries(aliases).flatMap(([name, key]) => {
      const object = find(key, { at: `pull.aliases.${name}`, among: known.tables }, problems);
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

function pathOf(list: keyof Overrides, key: string): string {
  return `pull.overrides.${list}[${JSON.stringify(key)}]`;
}

/** What a name says, or a problem. */
function find<T>(
  key: string,
  { at, among }: { at: string; among: Things<T> },
  problems: ConfigProblem[],
): T | undefined {
  const found = among.byName.get(nameKey(parseName(key)));
  if (found === undefined) problems.push({ at, message: unknownName(key, among) });
  return found;
}

function resolveObjects(
  list: "tables" | "enums",
  entries: Readonly<Record<string, ObjectOverride>> = {},
  among: Things,
  problems: ConfigProblem[],
): Map<string, ObjectOverride> {
  return new Map(
    Object.entries(entries).flatMap(([key, value]): [string, ObjectOverride][] => {
      const found = find(key, { at: pathOf(list, key), among }, problems);
      return found === undefined ? [] : [[objectKey(found), value]];
    }),
  );
}

/** What holds for each column of which something is said, or of whose type. */
function resolveColumns(
  known: KnownSchema,
  { overrides, line }: { overrides: Overrides; line: OrmLine },
  problems: ConfigProblem[],
): Map<string, ColumnOverride> {
  const own = new Map<string, ColumnOverride>();
  for (const [key, value] of Object.entries(overrides.columns ?? {})) {
    const at = pathOf("columns", key);
    const found = find(key, { at, among: known.columns }, problems);
    if (found === undefined) continue;
    problems.push(...builderProblems(at, value, found, line));
    own.set(found.key, value);
  }
  const types = resolveTypes(known, { overrides, line }, problems);
  return new Map(
    known.columnList.flatMap((column): [string, ColumnOverride][] => {
      const ofType = column.types.map((name) => types.get(name)).find(isThere);
      const fits = ofType !== undefined && builderProblems("", ofType, column, line).length === 0;
      const merged = merge(fits ? ofType : {}, own.get(column.key) ?? {});
      return Object.keys(merged).length === 0 ? [] : [[column.key, merged]];
    }),
  );
}

function resolveTypes(
  { columnList }: KnownSchema,
  { overrides, line }: { overrides: Overrides; line: OrmLine },
  problems: ConfigProblem[],
): Map<string, BuilderOverride> {
  return new Map(
    Object.entries(overrides.types ?? {}).map(([key, value]): [string, BuilderOverride] => {
      const name = writtenTypeName(key);
      const at = pathOf("types", key);
      const ofType = columnList.filter((column) => column.types.includes(name));
      if (ofType.length === 0) problems.push({ at, message: unknownType(name, columnList) });
      // What one of them can't be, a serial perhaps, others can.
      const refused = ofType.map((column) => builderProblems(at, value, column, line));
      if (refused.every((found) => found.length > 0))
        problems.push(...(refused[0] ?? builderProblems(at, value, undefined, line)));
      return [name, value];
    }),
  );
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

interface KnownSchema {
  columnList: readonly KnownColumn[];
  columns: Things<KnownColumn>;
  tables: Things;
  enums: Things;
}

function know(model: Model, catalog: Catalog): KnownSchema {
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
  const suggestion = written.includes(inPublic)
    ? inPublic
    : (written.find((name) => name.endsWith(`.${key}`)) ?? nearest(key, written));
  if (suggestion !== undefined)
    return `there is no ${what} "${key}"; did you mean ${inQuotes(suggestion)}?`;
  // What is beside it: the columns of its table, the tables of its schema.
  const beside = `${writeName(parseName(key).slice(0, -1))}.`;
  const near = written.filter((name) => name.startsWith(beside));
  return `there is no ${what} "${key}"; ${listing(near.length > 0 ? near : written)}`;
}

function unknownType(name: string, columns: readonly KnownColumn[]): string {
  const known = [...new Set(columns.flatMap(({ types }) => types))].sort(compareText);
  const suggestion =
    known.find((one) => one.endsWith(`.${name}`)) ??
    nearest(name, [...known, ...shortNames(known)]);
  return suggestion === undefined
    ? `no column is of the type ${name}; ${listing(known)}`
    : `no column is of the type ${name}; did you mean ${inQuotes(suggestion)}?`;
}

/** As it would stand in the configuration. */
function inQuotes(name: string): string {
  return name.includes('"') ? `'${name}'` : `"${name}"`;
}

function listing(names: readonly string[]): string {
  if (names.length === 0) return "there are none";
  const rest = names.length - listed;
  return `there are ${names.slice(0, listed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
