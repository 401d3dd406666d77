import { enumHead } from "../builder.ts";
import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql, type Code } from "../code.ts";
import { constantOf } from "../constant-default.ts";
import { textAttribute } from "../known.ts";
import type { Column } from "../model.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** An expression as a default is whole: its last cast, and the END of a CASE. */
export const expressionDefault: Repair = {
  name: "expression-default",
  upstream: {
    fault:
      "the last cast of an expression is cut off, and taken for one: END after a cast, too. (current_setting('app.tenant'))::uuid becomes a text, which is no uuid",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const { schema, table, name } = column.kit;
      const fact = known.column(schema, table, name);
      const written = textAttribute(fact, "default")?.trim();
      const [value] = methodArguments(column.builder, "default") ?? [];
      if (value === undefined || written === undefined) return column;
      const type = textAttribute(fact, "type") ?? "";
      if (constantOf(written, type) !== undefined || isWhole(value, written, column, type))
        return column;
      // Of what isn't in parentheses, export would cut the cast off again.
      const builder = withMethodArguments(column.builder, "default", [sql(`(${written})`)]);
      return { ...column, builder };
    }),
};

function isWhole(value: Code, written: string, { builder, kit }: Column, type: string): boolean {
  const isCode = value.type === "sql" || value.type === "raw";
  const text = isCode ? value.text : textOfCustomType(value, builder.head);
  if (text === undefined) return false;
  // drizzle-kit casts a list and an enum itself.
  const isCast = kit.dimensions > 0 || builder.head === enumHead;
  const forms = [text.trim(), `(${text})`, ...(isCast ? [`${text}::${type}`] : [])];
  const whole = new Set([written, `(${written})`].map(unqualified));
  return forms.some((form) => whole.has(unqualified(form)));
}

/** drizzle-kit reads the database with `public` on its search path. */
function unqualified(expression: string): string {
  return expression.replaceAll(/\bpublic\./g, "");
}

/** A custom type's default is SQL as a text. */
function textOfCustomType(value: Code, head: string): string | undefined {
  return value.type === "string" && head === "customType" ? value.value : undefined;
}
