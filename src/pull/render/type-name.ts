/** What people call types, and what PostgreSQL does. */
const spellings: Readonly<Record<string, string>> = {
  int: "integer",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  bool: "boolean",
  decimal: "numeric",
  char: "character",
  varchar: "character varying",
  varbit: "bit varying",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  time: "time without time zone",
  timetz: "time with time zone",
};

/** What people call the types that PostgreSQL calls so. */
export function shortNames(types: readonly string[]): string[] {
  return Object.keys(spellings).filter((short) => types.includes(spellings[short] ?? ""));
}

/** A type's name and what stands in parentheses: `timestamp(3) with time zone` → its name without, `3`. */
function split(type: string): { name: string; modifiers: string } {
  const match = /^([^("]*(?:"(?:[^"]|"")*"(?!")[^("]*)*)\(([^()]*)\)(.*)$/s.exec(type);
  if (match === null) return { name: type.trim(), modifiers: "" };
  const [, before = "", modifiers = "", after = ""] = match;
  return { name: `${before}${after}`.trim(), modifiers: modifiers.replaceAll(" ", "") };
}

/**
 * The names under which a column's type is looked for, the most exact first: `numeric(10,2)`, `numeric`. Of an array it is
 * the element's type; `public.` doesn't count.
 *
 * @param type as PostgreSQL's `format_type` writes it with an empty search_path.
 */
export function typeNames(type: string): string[] {
  const { name, modifiers } = split(type.replace(/(?:\[\])+$/, "").replace(/^public\./, ""));
  return modifiers === "" ? [name] : [`${name}(${modifiers})`, name];
}

/** The same form of a type's name as a user writes it: `timestamptz(3)`, `public.citext`, `varchar (64)`. */
export function writtenTypeName(written: string): string {
  const { name, modifiers } = split(written.trim().replace(/^public\./, ""));
  const full = Object.hasOwn(spellings, name.toLowerCase())
    ? (spellings[name.toLowerCase()] ?? name)
    : name;
  return modifiers === "" ? full : `${full}(${modifiers})`;
}
