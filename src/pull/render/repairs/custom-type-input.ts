import { baseType } from "../base-type.ts";
import { listDomainItem } from "../list-types.ts";
import type { Chain, Code, Entry } from "../code.ts";
import { drizzleOrm, pgCore } from "../context.ts";
import { customTypeEntries, withCustomTypeEntries } from "../custom-type.ts";
import { textAttribute, type Known } from "../known.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** What is read of a domain over documents or lists can be written again. */
export const customTypeInput: Repair = {
  name: "custom-type-input",
  upstream: {
    fault:
      "the driver postgres knows how to write documents and lists, but not those of a domain, of which it makes [object Object], and texts without braces; both drivers take the text of a document for JSON",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const { schema, table, name } = column.kit;
      const type = textAttribute(known.column(schema, table, name), "type");
      const toDriver = type === undefined ? undefined : writerOf(type, known);
      return { ...column, builder: withWriter(column.builder, toDriver) };
    }),
};

function writerOf(type: string, known: Known): Code | undefined {
  if (listDomainItem(type, known) !== undefined) return listWriter;
  const base = type.endsWith("[]") ? undefined : baseType(type, known);
  return base === "json" || base === "jsonb" ? documentWriter(base) : undefined;
}

const listWriter: Code = {
  type: "raw",
  text: "makePgArray",
  needs: { module: pgCore, name: "makePgArray" },
};

/** As a text, of which no driver makes JSON once more: where it is compared, it is one of the domain's own type for them. */
function documentWriter(type: "json" | "jsonb"): Code {
  const text = `sql\`\${JSON.stringify(value)}::text::${type}\``;
  const body: Code = { type: "raw", text, needs: { module: drizzleOrm, name: "sql" } };
  return { type: "arrow", parameters: "(value)", body };
}

function withWriter(builder: Chain, toDriver: Code | undefined): Chain {
  const entries = customTypeEntries(builder);
  if (entries === undefined || toDriver === undefined) return builder;
  const written: Entry = { key: "toDriver", value: toDriver };
  return withCustomTypeEntries(builder, [...entries, written]);
}
