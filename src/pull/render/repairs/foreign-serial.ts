import { sql, type Chain, type Link } from "../code.ts";
import { sequenceOf, textAttribute } from "../known.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

const integers: Record<string, string> = {
  serial: "integer",
  bigserial: "bigint",
  smallserial: "smallint",
};

/**
 * A default from a sequence that isn't the column's own stays a default: `serial` would make another sequence. One that it
 * owns under another name, as after a table was renamed, is `serial` all the same: drizzle-kit doesn't see it by itself.
 */
export const foreignSerial: Repair = {
  name: "foreign-serial",
  upstream: {
    fault:
      "any nextval() default becomes serial, also from a sequence that the column doesn't own, which is pulled a second time by itself",
    issue: "https://github.com/drizzle-team/drizzle-orm/issues/5413",
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapColumns(model, (column) => {
      const head = integers[column.builder.head];
      const { schema, table, name } = column.kit;
      const fact = known.column(schema, table, name);
      const written = textAttribute(fact, "default");
      if (head === undefined || fact === undefined || written === undefined) return column;
      const sequence = known.object("sequence", ...sequenceOf(written));
      const own = textAttribute(sequence, "ownedBy") === fact.object;
      if (own && fact.attributes["notNull"] === true) return column;
      return { ...column, builder: withDefault({ ...column.builder, head }, written) };
    }),
};

/** The builder's own call, then the default, then the rest. A bigint says how it is read. */
function withDefault(builder: Chain, written: string): Chain {
  const mode: Link[] =
    builder.head === "bigint"
      ? [
          {
            type: "call",
            args: [
              {
                type: "object",
                entries: [{ key: "mode", value: { type: "string", value: "number" } }],
              },
            ],
          },
        ]
      : builder.links.slice(0, 1);
  const links: Link[] = [
    ...mode,
    { type: "member", name: "default" },
    { type: "call", args: [sql(written)] },
    ...builder.links.slice(1),
  ];
  return { ...builder, links };
}
