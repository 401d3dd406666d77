/** An expression of the TypeScript that we write: the few forms that a Drizzle schema needs. */
export type Code =
  /** `needs` is what it has to import. */
  | { type: "raw"; text: string; needs?: { module: string; name: string } }
  | { type: "string"; value: string }
  /** sql`…`; `text` is the SQL itself, not escaped. */
  | { type: "sql"; text: string }
  | { type: "object"; entries: Entry[]; expanded?: boolean }
  | { type: "array"; items: Code[] }
  | { type: "arrow"; parameters: string; body: Code }
  | Chain;

/** A property; without a value it is the shorthand `{ name }`. A comment stands on the line before it. */
export interface Entry {
  key: string;
  value?: Code;
  comments?: string[];
}

/** `head.a(x).b()`: what every builder of Drizzle is. */
export interface Chain {
  type: "chain";
  head: string;
  links: Link[];
}
export type Link =
  | { type: "member"; name: string }
  /** `types` is what stands between `<` and `>`. */
  | { type: "call"; args: Code[]; types?: string };

export function raw(source: string): Code {
  return { type: "raw", text: source };
}
export function text(value: string): Code {
  return { type: "string", value };
}
export function sql(value: string): Code {
  return { type: "sql", text: value };
}
export function object(entries: Entry[], expanded = false): Code {
  return { type: "object", entries, expanded };
}
export function array(items: Code[]): Code {
  return { type: "array", items };
}
export function call(head: string, args: Code[]): Chain {
  return { type: "chain", head, links: [{ type: "call", args }] };
}
/** The chain with `.name(args)` after it. */
export function withCall(chain: Chain, name: string, args: Code[]): Chain {
  return { ...chain, links: [...chain.links, { type: "member", name }, { type: "call", args }] };
}
/** `object.name`, or `object["name"]` where the name isn't an identifier. */
export function member(head: string, name: string): Chain {
  return { type: "chain", head, links: [{ type: "member", name }] };
}
