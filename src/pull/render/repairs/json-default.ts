import { methodArguments, withMethodArguments } from "../chain.ts";
import { sql } from "../code.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A `json` keeps the text that it is given, white space and the order of keys included; a `jsonb` keeps its numbers and keys. */
export const jsonDefault: Repair = {
  name: "json-default",
  upstream: {
    fault:
      "a default of type json is pulled as a JavaScript value, and loses its white space; in a jsonb, 1.10 becomes 1.1, 1e400 null, an apostrophe in a key two, and the key __proto__ undefined",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model) =>
    mapColumns(model, (column) => {
      const { builder, kit } = column;
      const [value] = methodArguments(builder, "default") ?? [];
      const written = kit.default;
      if (value === undefined || value.type === "sql" || written === null) return column;
      if (kit.dimensions > 0 || !["json", "jsonb"].includes(builder.head)) return column;
      const text = written.replace(/^'|'$/g, "").replaceAll("''", "'");
      if (isSame(text, builder.head)) return column;
      return { ...column, builder: withMethodArguments(builder, "default", [sql(written)]) };
    }),
};

/** Whether drizzle-kit's JavaScript is the document that stands in the database. */
function isSame(text: string, head: string): boolean {
  const keys: string[] = [];
  try {
    const value: unknown = JSON.parse(text, (key, own: unknown) => {
      keys.push(key);
      return own;
    });
    if (head === "json" && JSON.stringify(value) !== text) return false;
  } catch {
    return false;
  }
  return keys.every((key) => key !== "__proto__" && !key.includes("'")) && hasPlainNumbers(text);
}

/** JavaScript would write them as they are written. */
function hasPlainNumbers(text: string): boolean {
  const numbers = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, "").match(/-?\d[\d.eE+-]*/g) ?? [];
  return numbers.every((number) => !/e/i.test(number) && String(Number(number)) === number);
}
