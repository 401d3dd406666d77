import { isConstantName, toCamelCase, toIdentifier, withSchema } from "./identifier.ts";
import { columnKey, objectKey } from "./kit-source.ts";
import type { Model } from "./model.ts";
import type { ResolvedOverrides } from "./overrides.ts";

export type Casing = "camel" | "preserve";
export type ObjectKind = "table" | "view" | "enum" | "sequence" | "schema";

/** The names that the schema's objects have in TypeScript. */
export interface Names {
  /** The exported constant: `user`, `userInAuth`, `statusEnum`. */
  constant(kind: ObjectKind, object: { schema: string; name: string }): string;
  /** The property of a column in its table or view. */
  property(object: { schema: string; name: string }, column: string): string;
  /** All of them. */
  constants: ReadonlySet<string>;
}

/** What our files import or use: an export of that name would clash with it. `r.one` and `r.many` belong to relations. */
const imported = new Set(
  `sql defineRelations relations schema table r one many AnyPgColumn PgTableExtraConfigValue pgTable pgSchema pgEnum pgView
  pgMaterializedView pgSequence pgRole pgPolicy index uniqueIndex foreignKey primaryKey unique check customType makePgArray smallint
  integer bigint numeric decimal real doublePrecision boolean char varchar text json jsonb serial smallserial bigserial
  time timestamp date interval cidr inet macaddr macaddr8 uuid vector halfvec sparsevec point line geometry bit bytea`
    .split(/\s+/)
    .filter(Boolean),
);

const suffixes: Record<ObjectKind, string> = {
  table: "Table",
  view: "View",
  enum: "Enum",
  sequence: "Sequence",
  schema: "Schema",
};

/**
 * Gives every object and column its name: drizzle-kit's (`account_type` → `accountType`, in another schema
 * `accountTypeInAuth`), changed only where that isn't a usable or not a unique name. Tables choose first, so that a new
 * enum never renames one.
 */
export function nameObjects(model: Model, casing: Casing, chosen: ResolvedOverrides): Names {
  const constants = new Map([
    ...chosenConstants("table", model.tables, chosen.tables),
    ...chosenConstants("view", model.views, chosen.tables),
    ...chosenConstants(
      "enum",
      model.enums.map((kit) => ({ kit })),
      chosen.enums,
    ),
  ]);
  const taken = new Set([...ownNames(chosen), ...constants.values()]);
  const claim = (kind: ObjectKind, object: { schema: string; name: string }) => {
    if (constants.has(constantKey(kind, object))) return;
    const wanted = constantName(object, casing);
    const suffixed = `${wanted}${suffixes[kind]}`;
    constants.set(constantKey(kind, object), firstFree([wanted, suffixed], taken));
  };
  for (const table of model.tables) claim("table", table.kit);
  for (const view of model.views) claim("view", view.kit);
  for (const type of model.enums) claim("enum", type);
  for (const sequence of model.sequences) claim("sequence", sequence);
  for (const schema of model.schemas) claim("schema", { schema: "public", name: schema });

  const properties = new Map<string, Map<string, string>>();
  const nameAll = (kit: { schema: string; name: string }, columns: readonly string[]) => {
    const chosenName = (name: string) =>
      chosen.columns.get(columnKey({ schema: kit.schema, table: kit.name, name }))?.name;
    properties.set(objectKey(kit), nameColumns(columns, casing, chosenName));
  };
  for (const { kit, columns } of model.tables) {
    nameAll(
      kit,
      columns.map((column) => column.kit.name),
    );
  }
  for (const { kit, columns } of model.views) {
    nameAll(
      kit,
      columns.map((column) => column.name),
    );
  }
  return {
    constant: (kind, object) =>
      constants.get(constantKey(kind, object)) ?? toIdentifier(object.name),
    constants: taken,
    property: (object, column) => properties.get(objectKey(object))?.get(column) ?? column,
  };
}

/** The names that the user gave. */
function chosenConstants(
  kind: ObjectKind,
  objects: readonly { kit: { schema: string; name: string } }[],
  chosen: ResolvedOverrides["tables"],
): [string, string][] {
  return objects.flatMap(({ kit }): [string, string][] => {
    const name = chosen.get(objectKey(kit))?.name;
    return name === undefined ? [] : [[constantKey(kind, kit), name]];
  });
}

/** What `aliases.ts` exports, where there is one. */
export const aliasesConstant = "aliases";

function ownNames({ aliases }: ResolvedOverrides): string[] {
  return aliases.length === 0 ? [] : [aliasesConstant];
}

/** Whether the generated files import the name, or use it in another way. */
export function isImportedName(name: string): boolean {
  return imported.has(name);
}

function constantKey(kind: ObjectKind, object: { schema: string; name: string }): string {
  return `${kind} ${objectKey(object)}`;
}

/** The name that a constant of an object would have if it were free: `accountTypeInAuth`. */
export function constantName(object: { schema: string; name: string }, casing: Casing): string {
  const name = withSchema(object);
  // Nothing is left of a name that is all symbols.
  const isCased = casing === "camel" && toCamelCase(object.name) !== "";
  return toIdentifier(isCased ? toCamelCase(name) : name);
}

/** The first of the names that can be a constant and isn't taken, else the last with a number; it is taken then. */
export function firstFree(wanted: readonly string[], taken: Set<string>): string {
  const isFree = (name: string) => isConstantName(name) && !imported.has(name) && !taken.has(name);
  let name = wanted.find(isFree);
  for (let count = 2; name === undefined; count += 1) {
    const numbered = `${wanted.at(-1) ?? ""}${count}`;
    if (isFree(numbered)) name = numbered;
  }
  taken.add(name);
  return name;
}

/**
 * What Drizzle's tables have of their own beside their columns, and what every object has: TypeScript takes a row without a
 * `valueOf` for one whose `valueOf` is a function.
 */
export const tableProperties: ReadonlySet<string> = new Set(
  `_ $inferSelect $inferInsert enableRLS constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString
  toString valueOf __proto__`
    .split(/\s+/)
    .filter(Boolean),
);

/**
 * Columns whose camel-cased names are equal keep the names that they have in the database; where that can't be either,
 * `Column` is added.
 */
function nameColumns(
  columns: readonly string[],
  casing: Casing,
  chosenName: (column: string) => string | undefined,
): Map<string, string> {
  const names = new Map<string, string>();
  for (const column of columns) {
    const chosen = chosenName(column);
    if (chosen !== undefined) names.set(column, chosen);
  }
  const others = columns.filter((column) => !names.has(column));
  const taken = new Set([...tableProperties, ...names.values()]);
  const cased = new Map(
    others.map((column) => [column, (casing === "camel" && toCamelCase(column)) || column]),
  );
  const counts = new Map<string, number>();
  for (const name of cased.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isContested = (column: string, name: string) =>
    (counts.get(name) ?? 0) > 1 || (name !== column && cased.has(name));
  // Those that nobody contests first, so that one column's second choice is never another's first.
  const settled = others.toSorted(
    (left, right) =>
      Number(isContested(left, cased.get(left) ?? left)) -
      Number(isContested(right, cased.get(right) ?? right)),
  );
  for (const column of settled) {
    const name = cased.get(column) ?? column;
    const wanted = isContested(column, name) ? column : name;
    names.set(column, freeProperty(wanted, taken));
  }
  return names;
}

/** JavaScript puts properties that are whole numbers before all others, and the columns' order counts. */
const wholeNumber = /^(?:0|[1-9]\d*)$/;

function freeProperty(column: string, taken: Set<string>): string {
  const wanted = wholeNumber.test(column) ? `_${column}` : column;
  let name = taken.has(wanted) ? `${wanted}Column` : wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}Column${count}`;
  taken.add(name);
  return name;
}
