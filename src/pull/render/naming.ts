import { isConstantName, toCamelCase, toIdentifier } from "./identifier.ts";
import { objectKey } from "./kit-source.ts";
import type { Model } from "./model.ts";

export type Casing = "camel" | "preserve";
export type ObjectKind = "table" | "view" | "enum" | "sequence" | "schema";

/** The names that the schema's objects have in TypeScript. */
export interface Names {
  /** The exported constant: `user`, `userInAuth`, `statusEnum`. */
  constant(kind: ObjectKind, object: { schema: string; name: string }): string;
  /** The property of a column in its table or view. */
  property(object: { schema: string; name: string }, column: string): string;
}

/** What our files import or use: an export of that name would clash with it. `r.one` and `r.many` belong to relations. */
const imported = new Set(
  `sql defineRelations relations schema table r one many AnyPgColumn PgTableExtraConfigValue pgTable pgSchema pgEnum pgView
  pgMaterializedView pgSequence pgRole pgPolicy index uniqueIndex foreignKey primaryKey unique check customType smallint
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
export function nameObjects(model: Model, casing: Casing): Names {
  const taken = new Set<string>();
  const constants = new Map<string, string>();
  const claim = (kind: ObjectKind, object: { schema: string; name: string }) => {
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
  for (const { kit, columns } of model.tables) {
    properties.set(
      objectKey(kit),
      nameColumns(
        columns.map((column) => column.kit.name),
        casing,
      ),
    );
  }
  for (const { kit, columns } of model.views) {
    properties.set(
      objectKey(kit),
      nameColumns(
        columns.map((column) => column.name),
        casing,
      ),
    );
  }
  return {
    constant: (kind, object) =>
      constants.get(constantKey(kind, object)) ?? toIdentifier(object.name),
    property: (object, column) => properties.get(objectKey(object))?.get(column) ?? column,
  };
}

function constantKey(kind: ObjectKind, object: { schema: string; name: string }): string {
  return `${kind} ${objectKey(object)}`;
}

function constantName(object: { schema: string; name: string }, casing: Casing): string {
  const schema =
    object.schema === "public"
      ? ""
      : `In${object.schema.charAt(0).toUpperCase()}${object.schema.slice(1)}`;
  const cased = casing === "camel" ? toCamelCase(`${object.name}${schema}`) : "";
  // Nothing is left of a name that is all symbols.
  const usable = casing === "camel" && toCamelCase(object.name) !== "" ? cased : "";
  return toIdentifier(usable === "" ? `${object.name}${schema}` : usable);
}

function firstFree(wanted: readonly string[], taken: Set<string>): string {
  const isFree = (name: string) => isConstantName(name) && !imported.has(name) && !taken.has(name);
  let name = wanted.find(isFree);
  for (let count = 2; name === undefined; count += 1) {
    const numbered = `${wanted.at(-1) ?? ""}${count}`;
    if (isFree(numbered)) name = numbered;
  }
  taken.add(name);
  return name;
}

/** What Drizzle's tables have of their own beside their columns. */
const tableProperties = new Set(["_", "$inferSelect", "$inferInsert", "enableRLS"]);

/** Columns whose camel-cased names are equal keep the names that they have in the database. */
function nameColumns(columns: readonly string[], casing: Casing): Map<string, string> {
  const cased = new Map(
    columns.map((column) => {
      const camel = casing === "camel" ? toCamelCase(column) : column;
      const name = camel === "" ? column : camel;
      return [column, tableProperties.has(name) ? `${name}Column` : name];
    }),
  );
  const counts = new Map<string, number>();
  for (const name of cased.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    [...cased].map(([column, name]) => [
      column,
      (counts.get(name) ?? 0) > 1 || (name !== column && cased.has(name)) ? column : name,
    ]),
  );
}
