import type { Brought } from "./brought.ts";
import type { Chain } from "./code.ts";
import { pgCore, type Context } from "./context.ts";
import { customTypeEntries } from "./custom-type.ts";
import type { Imports } from "./imports.ts";
import { groupBy } from "./kit-source.ts";
import { parseName } from "./known.ts";
import { compareText, type Model, type Table, type View } from "./model.ts";
import { constantName, firstFree, type Casing } from "./naming.ts";
import { declareConstant } from "./print-code.ts";
import { noteImports } from "./print-column.ts";
import { mapTables, mapViews } from "./repairs/map-model.ts";

/** A constant that a file declares for its columns: `const email = customType(…)`. */
export interface LocalType {
  name: string;
  declaration: Chain;
}

/** By `keyOf` what they declare. */
type TypesOfFile = ReadonlyMap<string, LocalType>;

/**
 * The model with each type that Drizzle has no builder for said once in a file, not once for each column. Nobody imports these
 * constants: their names depend on nothing but what stands in the file, so that what changes elsewhere leaves it as it is.
 */
export function withLocalTypes(
  model: Model,
  context: Context,
  casing: Casing,
): { model: Model; types: ReadonlyMap<string, readonly LocalType[]> } {
  const { files } = context;
  const objects = groupBy([...model.tables, ...model.views], ({ kit }) => files.of(kit) ?? "");
  const byFile = new Map(
    [...objects].map(([file, own]): [string, TypesOfFile] => {
      const taken = file === files.shared ? context.names.constants : namesWithin(own, context);
      return [file, typesOf(own, new Set(taken), { context, casing })];
    }),
  );
  const typesAt = (kit: { schema: string; name: string }) => byFile.get(files.of(kit) ?? "");
  const tables = mapTables(model, (table) => ({
    ...table,
    columns: table.columns.map((column) => madeLocally(column, typesAt(table.kit))),
  }));
  const whole = mapViews(tables, (view) => ({
    ...view,
    columns: view.columns.map((column) => madeLocally(column, typesAt(view.kit))),
  }));
  return {
    model: whole,
    types: new Map([...byFile].map(([file, types]) => [file, [...types.values()]])),
  };
}

function typesOf(
  objects: readonly (Table | View)[],
  taken: Set<string>,
  { context, casing }: { context: Context; casing: Casing },
): TypesOfFile {
  const builders = objects
    .flatMap(({ columns }) => columns.map(({ builder }) => builder))
    .filter(({ head }) => head === "customType");
  const alike = [...groupBy(builders, keyOf)].map(([key, own]) => ({
    key,
    declaration: declarationOf(own[0]!),
    // It may say less than that of a single value: drivers don't agree on lists.
    suffix: own.every(isList) ? "Item" : "",
  }));
  const named = alike
    .map((one) => ({ ...one, type: typeIn(one.declaration) }))
    .sort(
      (left, right) => compareText(left.type, right.type) || compareText(left.suffix, right.suffix),
    );
  return new Map(
    named.map(({ key, declaration, type, suffix }) => {
      const wanted = `${constantName(objectOf(type), casing)}${suffix}`;
      const name = firstFree([wanted, `${wanted}Type`], taken);
      return [key, { name, declaration: context.line.column(declaration, null) }];
    }),
  );
}

function isList({ links }: Chain): boolean {
  return links.some((link) => link.type === "member" && link.name === "array");
}

/** `customType(…)`, without the call that makes a column. */
function declarationOf(builder: Chain): Chain {
  return { ...builder, links: builder.links.slice(0, 1) };
}

function keyOf(builder: Chain): string {
  return JSON.stringify(builder.links[0]);
}

/** What `dataType` gives: the type's name as PostgreSQL writes it. */
function typeIn(declaration: Chain): string {
  const entries = customTypeEntries(declaration) ?? [];
  const dataType = entries.find(({ key }) => key === "dataType")?.value;
  const body = dataType?.type === "arrow" ? dataType.body : undefined;
  return body?.type === "string" ? body.value : "type";
}

/** `app."Email"` by its bare names; words of any other, as of `geometry(Polygon,4326)`. */
function objectOf(type: string): { schema: string; name: string } {
  const [first = "", second] = parseName(type);
  if (second !== undefined) return { schema: first, name: second };
  const isWhole = first === type && !/^[\p{ID_Continue}$]+$/u.test(type);
  const words = isWhole ? (type.match(/[\p{ID_Continue}$]+/gu) ?? []) : [first];
  return { schema: "public", name: words.join("_") };
}

/** The names that a file of these declares or imports from other generated files and from the user's. */
function namesWithin(objects: readonly (Table | View)[], { names }: Context): Set<string> {
  const within = new Set<string>();
  for (const object of objects) {
    const { schema } = object.kit;
    if (schema !== "public")
      within.add(names.constant("schema", { schema: "public", name: schema }));
    for (const { brings = [] } of object.columns) for (const { local } of brings) within.add(local);
    if ("foreignKeys" in object) {
      within.add(names.constant("table", object.kit));
      for (const { schemaTo, tableTo } of object.foreignKeys)
        within.add(names.constant("table", { schema: schemaTo, name: tableTo }));
      for (const { kit } of object.columns)
        if (kit.typeSchema !== null)
          within.add(names.constant("enum", { schema: kit.typeSchema, name: kit.type }));
    } else {
      within.add(names.constant("view", object.kit));
      for (const column of object.columns)
        if (column.enum !== null) within.add(names.constant("enum", column.enum));
    }
  }
  return within;
}

/** The column by its file's constant. */
function madeLocally<Column extends { builder: Chain; brings?: readonly Brought[] }>(
  column: Column,
  types: TypesOfFile | undefined,
): Column {
  const { builder, brings = [] } = column;
  const type = builder.head === "customType" ? types?.get(keyOf(builder)) : undefined;
  if (type === undefined) return column;
  // It stands in the file itself: there is nothing to import.
  const own: Brought = { local: type.name, addTo: () => {} };
  return {
    ...column,
    builder: { ...builder, head: type.name, links: builder.links.slice(1) },
    brings: [...brings, own],
  };
}

/** The declarations of a file; empty when there are none. */
export function printTypes(types: readonly LocalType[], imports: Imports): string {
  return types
    .toSorted((left, right) => compareText(left.name, right.name))
    .map(({ name, declaration }) => {
      imports.add(pgCore, declaration.head);
      noteImports(declaration, imports);
      return `${declareConstant(name, declaration)}\n`;
    })
    .join("");
}
