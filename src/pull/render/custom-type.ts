import { call, object, text, type Chain, type Code, type Entry, type Link } from "./code.ts";

/** A column of a type that Drizzle has no builder for: `customType({ dataType: () => "app.email" })()`. */
export function customType(type: string): Chain {
  return asCustomType(call("customType", []), type);
}

/** The same in place of another builder's own call: the methods behind it stay. */
export function asCustomType(builder: Chain, type: string): Chain {
  const column: Link = { type: "call", args: [] };
  const links = [configOf(type), column, ...builder.links.slice(1)];
  return { ...builder, head: "customType", links };
}

/** A customType that says another type, and nothing beside it. */
export function withTypeName(builder: Chain, type: string): Chain {
  return { ...builder, links: [configOf(type), ...builder.links.slice(1)] };
}

function configOf(type: string): Link {
  const body: Code = text(type);
  const dataType: Entry = { key: "dataType", value: { type: "arrow", parameters: "()", body } };
  return { type: "call", args: [object([dataType])] };
}

/** What a customType says of its type; undefined of any other builder. */
export function customTypeEntries({ head, links: [config] }: Chain): readonly Entry[] | undefined {
  const options = config?.type === "call" ? config.args[0] : undefined;
  return head === "customType" && options?.type === "object" ? options.entries : undefined;
}

/** The customType with other options; what its values are in TypeScript stays said. */
export function withCustomTypeEntries(builder: Chain, entries: readonly Entry[]): Chain {
  const [config, ...rest] = builder.links;
  if (config?.type !== "call") return builder;
  return { ...builder, links: [{ ...config, args: [object([...entries])] }, ...rest] };
}
