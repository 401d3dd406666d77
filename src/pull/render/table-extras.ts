import type { KitForeignKey, KitIndex, KitIndexKey, KitPolicy } from "../kit/kit-entities.ts";
import {
  array,
  call,
  member,
  object,
  raw,
  sql,
  text,
  withCall,
  type Chain,
  type Code,
  type Entry,
} from "./code.ts";
import { fileSpecifier, pgCore, type Context } from "./context.ts";
import type { Imports } from "./imports.ts";
import type { Table } from "./model.ts";
import { optionCode } from "./print-column.ts";

/** What stands in a table's callback: keys, indexes, checks and policies. Their columns are those of its parameter, `table`. */
export function tableExtras(table: Table, context: Context, imports: Imports): Code[] {
  const own = (column: string) => member("table", context.names.property(table.kit, column));
  const extras: Code[] = [];
  const { primaryKey } = table;
  const inline = table.columns.some(({ builder }) =>
    builder.links.some((link) => link.type === "member" && link.name === "primaryKey"),
  );
  if (primaryKey !== undefined && !inline) {
    imports.add(pgCore, "primaryKey");
    extras.push(
      call("primaryKey", [
        object([
          { key: "columns", value: array(primaryKey.columns.map(own)) },
          { key: "name", value: text(primaryKey.name) },
        ]),
      ]),
    );
  }
  for (const key of table.foreignKeys) extras.push(foreignKeyCode(key, own, context, imports));
  for (const index of table.indexes) extras.push(indexCode(index, own, context, imports));
  for (const unique of table.uniques) {
    imports.add(pgCore, "unique");
    const chain = withCall(call("unique", [text(unique.name)]), "on", unique.columns.map(own));
    extras.push(unique.nullsNotDistinct ? withCall(chain, "nullsNotDistinct", []) : chain);
  }
  for (const policy of table.policies) {
    imports.add(pgCore, "pgPolicy");
    extras.push(policyCode(policy));
  }
  for (const check of table.checks) {
    imports.add(pgCore, "check");
    extras.push(call("check", [text(check.name), sql(check.value)]));
  }
  return extras;
}

function foreignKeyCode(
  key: KitForeignKey,
  own: (column: string) => Code,
  context: Context,
  imports: Imports,
): Code {
  imports.add(pgCore, "foreignKey");
  const target = { schema: key.schemaTo, name: key.tableTo };
  const self = key.schemaTo === key.schema && key.tableTo === key.table;
  const constant = context.names.constant("table", target);
  const file = context.files.of(target);
  if (!self && file !== undefined) imports.add(fileSpecifier(context, file), constant);
  const foreign = (column: string) =>
    self ? own(column) : member(constant, context.names.property(target, column));
  let chain = call("foreignKey", [
    object(
      [
        { key: "columns", value: array(key.columns.map(own)) },
        { key: "foreignColumns", value: array(key.columnsTo.map(foreign)) },
        { key: "name", value: text(key.name) },
      ],
      true,
    ),
  ]);
  for (const [method, action] of [
    ["onUpdate", key.onUpdate],
    ["onDelete", key.onDelete],
  ] as const) {
    if (action !== null && action !== "NO ACTION") {
      chain = withCall(chain, method, [text(action.toLowerCase())]);
    }
  }
  return chain;
}

function indexCode(
  index: KitIndex,
  own: (column: string) => Chain,
  { line }: Context,
  imports: Imports,
): Code {
  const head = imports.add(pgCore, index.isUnique ? "uniqueIndex" : "index");
  let chain = withCall(call(head, [text(index.name)]), "using", [
    text(index.method),
    ...index.columns.map((key) => indexKeyCode(line.indexKey(key), own)),
  ]);
  if (index.where !== null) chain = withCall(chain, "where", [sql(index.where)]);
  const options = storageOptions(index.with);
  return options.length === 0 ? chain : withCall(chain, "with", [object(options)]);
}

function indexKeyCode(key: KitIndexKey, own: (column: string) => Chain): Code {
  if (key.isExpression) return sql(key.value);
  let chain = withCall(own(key.value), key.asc ? "asc" : "desc", []);
  chain = withCall(chain, key.nullsFirst ? "nullsFirst" : "nullsLast", []);
  return key.opclass === null || key.opclass.default
    ? chain
    : withCall(chain, "op", [text(key.opclass.name)]);
}

/** `fillfactor=70, fastupdate=off` → `{ fillfactor: 70, fastupdate: "off" }`. */
function storageOptions(list: string): Entry[] {
  return (list ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .map((item): Entry => {
      const [key = "", value = ""] = item.split("=").map((part) => part.trim());
      const literal = /^(?:-?\d+(?:\.\d+)?|true|false)$/.test(value);
      return { key, value: literal ? raw(value) : text(value) };
    });
}

function policyCode(policy: KitPolicy): Code {
  const entries: Entry[] = [];
  if (policy.as === "RESTRICTIVE") entries.push({ key: "as", value: text("restrictive") });
  if (policy.for !== "ALL") entries.push({ key: "for", value: text(policy.for.toLowerCase()) });
  if (policy.roles.length !== 1 || policy.roles[0] !== "public") {
    entries.push({ key: "to", value: array([...policy.roles].sort().map(optionCode)) });
  }
  if (policy.using !== null) entries.push({ key: "using", value: sql(policy.using) });
  if (policy.withCheck !== null) entries.push({ key: "withCheck", value: sql(policy.withCheck) });
  return call(
    "pgPolicy",
    entries.length === 0 ? [text(policy.name)] : [text(policy.name), object(entries)],
  );
}
