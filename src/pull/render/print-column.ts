import type { Chain, Code, Link } from "./code.ts";
import { raw, text } from "./code.ts";
import { enumHead } from "./builder.ts";
import { fileSpecifier, pgCore, drizzleOrm, type Context } from "./context.ts";
import type { Imports } from "./imports.ts";
import { sharedFile } from "./layout-files.ts";

export interface ColumnToPrint {
  builder: Chain;
  /** The column's name in the database. */
  name: string;
  /** Its name in TypeScript; where they differ the builder says the former. */
  property: string;
  enum: { schema: string; name: string } | null;
}

/** The builder with its head, the column's name and its imports in place. */
export function columnCode(column: ColumnToPrint, context: Context, imports: Imports): Code {
  const builder = context.line.column(column.builder);
  noteImports(builder, imports);
  const head =
    builder.head !== enumHead
      ? imports.add(pgCore, builder.head)
      : column.enum === null
        ? imports.add(pgCore, "text")
        : imports.add(
            fileSpecifier(context, sharedFile),
            context.names.constant("enum", column.enum),
          );
  // customType({ … }) gives the builder that takes the name.
  const callAt = builder.head === "customType" ? 1 : 0;
  const links = builder.links.map((link, index): Link => {
    if (index !== callAt || link.type !== "call") return link;
    return column.name === column.property
      ? link
      : { type: "call", args: [text(column.name), ...link.args] };
  });
  return { type: "chain", head, links };
}

/** Imports `sql` where the code has a template. */
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
    case "string":
      break;
  }
}

/** A value of an option as drizzle-kit's snapshot has it: number, boolean or text. */
export function optionCode(value: string | number | boolean): Code {
  return typeof value === "string" ? text(value) : raw(String(value));
}
