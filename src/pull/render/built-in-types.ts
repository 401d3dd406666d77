import { parseName } from "./known.ts";

/** The types of PostgreSQL's own schema, which come before one's own of that name where no schema is named, and what it takes for one. */
const names = new Set(
  `aclitem any anyarray anycompatible anyelement anyenum anymultirange anynonarray anyrange bit bool box bpchar bytea char cid
  cidr circle cstring date datemultirange daterange event_trigger float4 float8 gtsvector inet int2 int2vector int4
  int4multirange int4range int8 int8multirange int8range internal interval json jsonb jsonpath line lseg macaddr macaddr8
  money name numeric nummultirange numrange oid oidvector path pg_lsn pg_snapshot point polygon record refcursor regclass
  regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype text tid time
  timestamp timestamptz timetz trigger tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot
  unknown uuid varbit varchar void xid xid8 xml
  serial serial2 serial4 serial8 smallserial bigserial`.split(/\s+/),
);

/** Whether a name without a schema means a type of PostgreSQL's own, whatever `public` holds: arrays and catalogs are, too. */
export function isBuiltInType(name: string): boolean {
  return names.has(name.replace(/^_/, "")) || name.startsWith("pg_");
}

/** A type's name, perhaps with modifiers, without `public`, unless it would be another type's then. */
export function withoutPublic(type: string): string {
  const [schema, name = ""] = parseName(type.replace(/\([^()"]*\)$/, ""));
  return schema === "public" && !isBuiltInType(name) ? type.replace(/^public\./, "") : type;
}
