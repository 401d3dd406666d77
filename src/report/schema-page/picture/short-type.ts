const shortTypes: readonly (readonly [RegExp, string])[] = [
  [/^timestamp(\(\d+\))? with time zone/, "timestamptz$1"],
  [/^timestamp(\(\d+\))? without time zone/, "timestamp$1"],
  [/^time(\(\d+\))? with time zone/, "timetz$1"],
  [/^time(\(\d+\))? without time zone/, "time$1"],
  [/^character varying/, "varchar"],
  [/^character(?=\(|$)/, "char"],
  [/^double precision/, "float8"],
];

/** The name of a built-in type as most people write it: `timestamptz`, `varchar(20)`. */
export function shortType(type: string): string {
  for (const [long, short] of shortTypes) if (long.test(type)) return type.replace(long, short);
  return type;
}
