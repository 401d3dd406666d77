import type { Chain, Code, Link } from "./code.ts";
import { raw, text } from "./code.ts";
import { enumHead } from "./builder.ts";
import { fileSpecifier, pgCore, drizzleOrm, type Context } from "./context.ts";
import type { Imports } from "./imports.ts";
import type { Brought } from "./brought.ts";

export interface ColumnToPrint {
  builder: Chain;
  /** The column's name in the database. */
  name: string;
  /** Its name in TypeScript; where they differ the builder says the former. */
  property: string;
  enum: { schema: string; name: string } | null;
  /** The default's SQL, of a table's column. */
  default?: string | null;
  /** What the user's modules give it. */
  brings?: readonly Brought[] | undefined;
}

/** The builder with its head, the column's name and its imports in place. */
export function columnCode(column: ColumnToPrint, context: Context, imports: Imports): Code {
  const builder = context.line.column(column.builder, column.default ?? null);
  noteImports(builder, imports);
  for (const one of column.brings ?? []) one.addTo(imports);
  const head = column.brings?.some(({ local }) => local === builder.head)
    ? builder.head
    : ownHead(builder, column.enum, context, imports);
  // customType({ … }) gives the builder that takes the name.
  const callAt = builder.head === "customType" ? 1 : 0;
  const links = builder.links.map((link, index): Link => {
    if (index !== callAt || link.type !== "call") return link;
    return column.name === column.property && !context.line.namesEveryColumn
      ? link
      : { ...link, args: [text(column.name), ...link.args] };
  });
  return { type: "chain", head, links };
}

/** The name of Drizzle's builder, or of an enum of the schema's own. */
function ownHead(
  { head }: Chain,
  type: ColumnToPrint["enum"],
  context: Context,
  imports: Imports,
): string {
  if (head !== enumHead) return imports.add(pgCore, head);
  if (type === null) return imports.add(pgCore, "text");
  const file = fileSpecifier(context, context.files.ofEnum(type));
  return imports.add(file, context.names.constant("enum", type));
}

/** Imports `sql` where the code has a template, and what else it says that it needs. */
export function noteImports(code: Code, imports: Imports): void {
  switch (code.type) {
    case "sql":
      imports.add(drizzleOrm, "sql");
      break;
    case "object":
      for (const entry of code.entries)
        if (entry.value !== undefined) noteImports(entry.value, imports);
      break;
    case "array":
      for (const item of code.items) noteImports(item, imports);
      break;
    case "arrow":
      noteImports(code.body, imports);
      break;
    case "chain":
      for (const link of code.links) {
        if (link.type === "call") for (const argument of link.args) noteImports(argument, imports);
      }
      break;
    case "raw":
      if (code.needs !== undefined) imports.add(code.needs.module, code.needs.name);
      break;
    case "string":
      break;
  }
}

/** A value of an option as drizzle-kit's snapshot has it: number, boolean or text. */
export function optionCode(value: string | number | boolean): Code {
  return typeof value === "string" ? text(value) : raw(String(value));
}
