import type { KitForeignKey } from "../kit/kit-entities.ts";
import type { PulledSchema } from "../pulled-schema.ts";
import { arrange, type Arranged, type RenderOptions } from "./arrange.ts";
import type { Brought } from "./brought.ts";
import { objectKey } from "./kit-source.ts";
import { pinnedLine } from "./lines/choose-line.ts";
import { toModel, type Table } from "./model.ts";
import { resolveOverrides } from "./resolve-overrides.ts";

/** What the text of each file depends on besides the facts of what is in it. */
export interface Outline {
  /** The file of each table and view, and all names in it that come from elsewhere, by `objectKey`. */
  objects: ReadonlyMap<string, { file: string; names: string }>;
  /** The names of enums, schemas and sequences, by kind and `objectKey`. */
  shared: ReadonlyMap<string, string>;
}

/** The outline of the files that `render` would print. What columns are has no influence on it. */
export function outline(pulled: PulledSchema, options: RenderOptions): Outline {
  const { line = pinnedLine, overrides = {}, aliases = {} } = options;
  const plain = toModel(pulled.source, pulled.entities);
  const resolved = resolveOverrides(plain, pulled.catalog, { overrides, aliases, line });
  const arranged = arrange(plain, resolved, pulled.drizzleKit, options);
  const { model, context } = arranged;
  const objects = new Map<string, { file: string; names: string }>();
  for (const table of model.tables)
    addObject(objects, table.kit, namesOfTable(table, arranged), arranged);
  for (const { kit, columns } of model.views) {
    const properties = columns.map(({ name }) => context.names.property(kit, name));
    const own = [
      context.names.constant("view", kit),
      schemaOf(kit, arranged),
      properties,
      broughtTo(columns),
    ];
    addObject(objects, kit, own, arranged);
  }
  return { objects, shared: sharedNames(arranged) };
}

function addObject(
  objects: Map<string, { file: string; names: string }>,
  kit: { schema: string; name: string },
  names: unknown[],
  { context }: Arranged,
): void {
  const file = context.files.of(kit);
  if (file !== undefined)
    objects.set(objectKey(kit), { file: `${file}.ts`, names: JSON.stringify(names) });
}

function namesOfTable(table: Table, arranged: Arranged): unknown[] {
  const { names, cycles } = arranged.context;
  return [
    names.constant("table", table.kit),
    schemaOf(table.kit, arranged),
    table.columns.map(({ kit }) => names.property(table.kit, kit.name)),
    broughtTo(table.columns),
    cycles.has(objectKey(table.kit)),
    table.foreignKeys.map((key) => namesOfKey(key, arranged)),
    table.columns.flatMap(({ kit }) =>
      kit.typeSchema === null
        ? []
        : [names.constant("enum", { schema: kit.typeSchema, name: kit.type })],
    ),
  ];
}

/** What the user's modules export, as it is called here. */
function broughtTo(columns: readonly { brings?: readonly Brought[] }[]): string[] {
  return columns.flatMap(({ brings = [] }) => brings.map(({ local }) => local));
}

function namesOfKey(key: KitForeignKey, { context }: Arranged): unknown[] {
  const target = { schema: key.schemaTo, name: key.tableTo };
  return [
    key.name,
    context.names.constant("table", target),
    context.files.of(target),
    key.columnsTo.map((column) => context.names.property(target, column)),
  ];
}

function schemaOf({ schema }: { schema: string }, { context }: Arranged): string {
  return schema === "public"
    ? ""
    : context.names.constant("schema", { schema: "public", name: schema });
}

function sharedNames({ model, context: { names, files } }: Arranged): Map<string, string> {
  const schemas = model.schemas.map((name) => ({ schema: "public", name }));
  return new Map([
    ...model.enums.map((type): [string, string] => [
      `enum ${objectKey(type)}`,
      `${names.constant("enum", type)} ${files.ofEnum(type)}`,
    ]),
    ...model.sequences.map((sequence): [string, string] => [
      `sequence ${objectKey(sequence)}`,
      names.constant("sequence", sequence),
    ]),
    ...schemas.map((schema): [string, string] => [
      `schema ${schema.name}`,
      names.constant("schema", schema),
    ]),
    ["file", files.shared],
  ]);
}
