import {
  array,
  member,
  object,
  text,
  withCall,
  type Chain,
  type Code,
  type Entry,
  type Link,
} from "./code.ts";
import { exportConstant, withLongOptionsBroken } from "./print-code.ts";
import { fileSpecifier, pgCore, type Context } from "./context.ts";
import { gapComments } from "./gap-comments.ts";
import type { Imports } from "./imports.ts";
import { objectKey } from "./kit-source.ts";
import type { OrmLine } from "./lines/orm-line.ts";
import type { Table } from "./model.ts";
import { columnCode, noteImports } from "./print-column.ts";
import { tableExtras } from "./table-extras.ts";

/** The declaration of a table, with a comment for what Drizzle can't say of it. */
export function printTable(table: Table, context: Context, imports: Imports): string {
  const extras = tableExtras(table, context, imports);
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
