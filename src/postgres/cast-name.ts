/** What PostgreSQL calls types that have other names in SQL; keywords among them are quoted. */
const internalNames: Readonly<Record<string, string>> = {
  bigint: "int8",
  bit: '"bit"',
  "bit varying": "varbit",
  boolean: "bool",
  "character varying": '"varchar"',
  "double precision": "float8",
  integer: "int4",
  interval: '"interval"',
  numeric: '"numeric"',
  real: "float4",
  smallint: "int2",
  "time with time zone": "timetz",
  "time without time zone": '"time"',
  "timestamp with time zone": "timestamptz",
  "timestamp without time zone": '"timestamp"',
};

/**
 * The name that PostgreSQL gives a column of a query that is a cast of something without a name: that of the type. Pure.
 *
 * @param type as PostgreSQL prints it: `integer`, `character varying(9)[]`, `app."Kind"`.
 */
export function nameOfCast(type: string): string {
  const plain = type
    .replaceAll(/\([\d,-]+\)|\[\]/g, "")
    .replaceAll(/ +/g, " ")
    .trim();
  return internalNames[plain] ?? /(?:"(?:[^"]|"")*"|[^."]+)$/.exec(plain)?.[0] ?? plain;
}
