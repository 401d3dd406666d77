import {
  array,
  call,
  object,
  raw,
  text,
  withCall,
  type Chain,
  type Code,
  type Entry,
} from "./code.ts";
import { declareConstant, exportConstant } from "./print-code.ts";
import { drizzleOrm, fileSpecifier, type Context } from "./context.ts";
import { freeName } from "./free-name.ts";
import type { Imports } from "./imports.ts";
import { objectKey } from "./kit-source.ts";
import { compareText, type Model, type Table } from "./model.ts";
import type { Relation } from "./relations.ts";

/**
 * `defineRelations` over all tables and views, so that each of them can be queried.
 *
 * They have a type with a name, which says theirs with `typeof`. In a project with `declaration: true` TypeScript would
 * otherwise write every column of every table into the declaration of `relations` (and into that of whatever is made of
 * it), and refuses that from some 150 tables on: TS7056.
 */
export function printRelations(
  model: Model,
  relations: ReadonlyMap<string, readonly Relation[]>,
  context: Context,
  imports: Imports,
): string {
  imports.add(drizzleOrm, "defineRelations");
  const named = [
    ...model.tables.map(({ kit }) => ({ kit, constant: context.names.constant("table", kit) })),
    ...model.views.map(({ kit }) => ({ kit, constant: context.names.constant("view", kit) })),
  ].sort((left, right) => compareText(left.constant, right.constant));
  for (const { kit, constant } of named) {
    const file = context.files.of(kit);
    if (file !== undefined) imports.add(fileSpecifier(context, file), constant);
  }
  const tables = new Map(model.tables.map((table) => [objectKey(table.kit), table]));
  const entries = named.flatMap(({ kit, constant }): Entry[] => {
    const own = relations.get(objectKey(kit)) ?? [];
    const table = tables.get(objectKey(kit));
    if (own.length === 0 || table === undefined) return [];
    const properties = own.map((relation): Entry => ({
      key: relation.name,
      value: relationCode(relation, table, context),
    }));
    return [{ key: constant, value: object(properties, true) }];
  });
  const over = printTables(
    named.map(({ constant }) => constant),
    context,
  );
  const code = call(
    "defineRelations",
    entries.length === 0
      ? [raw(over.name)]
      : [raw(over.name), { type: "arrow", parameters: "(r)", body: object(entries, true) }],
  );
  return `${over.code}${exportConstant("relations", code)}\n`;
}

/** The object of all tables and views, with its type, and the name that it has. */
function printTables(
  constants: readonly string[],
  { names }: Context,
): { name: string; code: string } {
  if (constants.length === 0) return { name: "{}", code: "" };
  const taken = new Set(names.constants);
  const type = freeName("RelationsTables", taken);
  const name = freeName("relationsTables", taken);
  const types = constants.map((constant) => `  ${constant}: typeof ${constant};\n`).join("");
  const tables = object(
    constants.map((constant) => ({ key: constant })),
    true,
  );
  return {
    name,
    code: `export type ${type} = {\n${types}};\n\n${declareConstant(`${name}: ${type}`, tables)}\n\n`,
  };
}

function relationCode(relation: Relation, owner: Table, context: Context): Code {
  const options: Entry[] = [];
  if (relation.match !== undefined) {
    options.push(
      { key: "from", value: columnsCode({ table: owner, end: "from", relation }, context) },
      { key: "to", value: columnsCode({ table: relation.target, end: "to", relation }, context) },
    );
  }
  if (relation.alias !== undefined) options.push({ key: "alias", value: text(relation.alias) });
  return {
    type: "chain",
    head: "r",
    links: [
      { type: "member", name: relation.count },
      { type: "member", name: context.names.constant("table", relation.target.kit) },
      { type: "call", args: options.length === 0 ? [] : [object(options, true)] },
    ],
  };
}

/** `r.user.id`, a list of such, each with `.through(r.member.userId)` on the way across a junction table. */
function columnsCode(
  side: { table: Table; end: "from" | "to"; relation: Relation },
  context: Context,
): Code {
  const { match, through } = side.relation;
  const all = (match?.[side.end] ?? []).map((column, index) => {
    const own = columnReference(side.table, column, context);
    const junction = through?.[side.end][index];
    return through === undefined || junction === undefined
      ? own
      : withCall(own, "through", [columnReference(through.table, junction, context)]);
  });
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : array(all);
}

function columnReference(table: Table, column: string, context: Context): Chain {
  return {
    type: "chain",
    head: "r",
    links: [
      { type: "member", name: context.names.constant("table", table.kit) },
      { type: "member", name: context.names.property(table.kit, column) },
    ],
  };
}
