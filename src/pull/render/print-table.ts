import type { KitForeignKey, KitIndex, KitIndexKey, KitPolicy } from "../kit-entities.ts";
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
  type Link,
} from "./code.ts";
import { exportConstant, withLongOptionsBroken } from "./print-code.ts";
import { fileSpecifier, pgCore, type Context } from "./context.ts";
import type { Imports } from "./imports.ts";
import { groupBy, objectKey } from "./kit-source.ts";
import type { OrmLine } from "./lines/orm-line.ts";
import type { Gap } from "./gaps.ts";
import { compareText, type Table } from "./model.ts";
import { columnCode, noteImports, optionCode } from "./print-column.ts";

/** The declaration of a table, with a comment for what Drizzle can't say of it. */
export function printTable(table: Table, context: Context, imports: Imports): string {
  const extras = extrasOf(table, context, imports);
  // Columns stand further in where something follows them.
  const columns = columnsCode(table, context, { imports, indentation: extras.length > 0 ? 6 : 4 });
  const args: Code[] = [text(table.kit.name), columns];
  if (extras.length > 0) {
    for (const extra of extras) noteImports(extra, imports);
    args.push({
      type: "arrow",
      parameters: callbackParameters(table, extras, context, imports),
      body: array(extras),
    });
  }
  const head = ownerHead(
    table.kit.schema,
    { inPublic: "pgTable", inSchema: "table" },
    context,
    imports,
  );
  const builder = tableCode(head, args, table.kit.isRlsEnabled ? context.line.rowSecurity : null);
  return `${gapComments(table.gaps)}${exportConstant(context.names.constant("table", table.kit), builder)}\n`;
}

function tableCode(head: Chain, args: Code[], security: OrmLine["rowSecurity"] | null): Chain {
  const { method = "", stands } = security ?? {};
  const before: Link[] = stands === "before" ? [{ type: "member", name: method }] : [];
  const chain: Chain = { ...head, links: [...head.links, ...before, { type: "call", args }] };
  return stands === "after" ? withCall(chain, method, []) : chain;
}

/** `pgTable`, or `auth.table` for an object in a schema of its own. */
export function ownerHead(
  schema: string,
  builders: { inPublic: string; inSchema: string },
  context: Context,
  imports: Imports,
): Chain {
  if (schema === "public") {
    return { type: "chain", head: imports.add(pgCore, builders.inPublic), links: [] };
  }
  const constant = context.names.constant("schema", { schema: "public", name: schema });
  imports.add(fileSpecifier(context, context.files.shared), constant);
  return member(constant, builders.inSchema);
}

const namedGaps = 4;

/** Only PostgreSQL 18 and later know it; the files are the same on every version. */
const notNullName = "not-null constraint's name";

/** What the reader of the file should know that the TypeScript can't say: one line for each kind. */
export function gapComments(gaps: readonly Gap[]): string {
  const told = gaps.filter(({ kind }) => kind !== notNullName);
  if (told.length === 0) return "";
  const byKind = [...groupBy(told, (gap) => gap.kind)].sort(([a], [b]) => compareText(a, b));
  const lines = byKind.map(([kind, own]) => {
    const named = own.slice(0, namedGaps).map((gap) => gap.object);
    const more = own.length > namedGaps ? ` and ${own.length - namedGaps} more` : "";
    return `//   ${oneLine(`${kind}: ${named.join(", ")}${more}`)}\n`;
  });
  return `// In the database, but beyond what Drizzle can express:\n${lines.join("")}`;
}

/** A name may hold anything, a line break too. */
function oneLine(value: string): string {
  return value.replaceAll(/[\r\n\u2028\u2029]+/g, " ");
}

function columnsCode(
  table: Table,
  context: Context,
  { imports, indentation }: { imports: Imports; indentation: number },
): Code {
  const entries = table.columns.map(({ kit, builder, brings }): Entry => {
    const property = context.names.property(table.kit, kit.name);
    const type = kit.typeSchema === null ? null : { schema: kit.typeSchema, name: kit.type };
    const column = {
      builder,
      name: kit.name,
      property,
      enum: type,
      default: kit.default,
      brings,
    };
    const code = columnCode(column, context, imports);
    return { key: property, value: withLongOptionsBroken(code, indentation) };
  });
  return object(entries, true);
}

function callbackParameters(
  table: Table,
  extras: readonly Code[],
  context: Context,
  imports: Imports,
): string {
  const isUsed = extras.some(namesTable);
  const uses = table.foreignKeys.length > 0 && context.cycles.has(objectKey(table.kit));
  const result = uses ? `: ${imports.addType(pgCore, "PgTableExtraConfigValue")}[]` : "";
  return `(${isUsed ? "table" : ""})${result}`;
}

/** Whether the code speaks of the callback's parameter: checks and policies alone don't. */
function namesTable(code: Code): boolean {
  switch (code.type) {
    case "chain":
      return (
        code.head === "table" ||
        code.links.some((link) => link.type === "call" && link.args.some(namesTable))
      );
    case "array":
      return code.items.some(namesTable);
    case "object":
      return code.entries.some(({ value }) => value !== undefined && namesTable(value));
    default:
      return false;
  }
}

function extrasOf(table: Table, context: Context, imports: Imports): Code[] {
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
