import { array, call, member, object, text, type Code, type Entry } from "../code.ts";
import { drizzleOrm, fileSpecifier, type Context } from "../context.ts";
import { freeName } from "../free-name.ts";
import type { Imports } from "../imports.ts";
import { objectKey } from "../kit-source.ts";
import { compareText, type Model, type Table } from "../model.ts";
import { exportConstant } from "../print-code.ts";
import type { Relation } from "../relations.ts";

/** A `relations(…)` for each table that has some, as drizzle-orm before 1.0 takes them. */
export function printRelationsCalls(
  model: Model,
  relations: ReadonlyMap<string, readonly Relation[]>,
  context: Context,
  imports: Imports,
): string {
  const named = model.tables
    .map((table) => ({ table, constant: context.names.constant("table", table.kit) }))
    .sort((left, right) => compareText(left.constant, right.constant));
  const taken = constantsOf(model, context);
  const declarations = named.flatMap(({ table, constant }) => {
    const own = relations.get(objectKey(table.kit)) ?? [];
    if (own.length === 0) return [];
    const properties = own.map((relation): Entry => {
      importTable(relation.target, context, imports);
      return { key: relation.name, value: relationCode(relation, table, context) };
    });
    importTable(table, context, imports);
    imports.add(drizzleOrm, "relations");
    const counts = ["one", "many"].filter((count) => own.some((one) => one.count === count));
    const code = call("relations", [
      { type: "raw", text: constant },
      {
        type: "arrow",
        parameters: `({ ${counts.join(", ")} })`,
        body: object(properties, true),
      },
    ]);
    return [`${exportConstant(freeName(`${constant}Relations`, taken), code)}\n`];
  });
  return declarations.join("\n");
}

function importTable({ kit }: Table, context: Context, imports: Imports): void {
  const file = context.files.of(kit);
  if (file !== undefined)
    imports.add(fileSpecifier(context, file), context.names.constant("table", kit));
}

/** The names that index.ts exports already. */
function constantsOf(model: Model, { names }: Context): Set<string> {
  return new Set([
    ...model.tables.map(({ kit }) => names.constant("table", kit)),
    ...model.views.map(({ kit }) => names.constant("view", kit)),
    ...model.enums.map((type) => names.constant("enum", type)),
    ...model.sequences.map((sequence) => names.constant("sequence", sequence)),
    ...model.schemas.map((name) => names.constant("schema", { schema: "public", name })),
  ]);
}

function relationCode(relation: Relation, owner: Table, context: Context): Code {
  const { count, target, match, alias } = relation;
  const options: Entry[] = [];
  if (match !== undefined) {
    options.push(
      { key: "fields", value: columnsCode(owner, match.from, context) },
      { key: "references", value: columnsCode(target, match.to, context) },
    );
  }
  if (alias !== undefined) options.push({ key: "relationName", value: text(alias) });
  const table: Code = { type: "raw", text: context.names.constant("table", target.kit) };
  return call(count, options.length === 0 ? [table] : [table, object(options, true)]);
}

function columnsCode(table: Table, columns: readonly string[], { names }: Context): Code {
  const constant = names.constant("table", table.kit);
  return array(columns.map((column) => member(constant, names.property(table.kit, column))));
}
