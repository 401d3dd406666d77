import type { Target } from "./targets.ts";

/** A way to change one thing in a database: `{name}`, `{on}`, `{detail}` are the target's, `{other}` is any table. */
export type Mutation = string | ((target: Target) => string);

/** `CREATE INDEX a ON …` with something of it replaced. */
export const again = (drop: string, from: RegExp, to: string) => (target: Target) =>
  from.test(target.detail) ? `${drop}; ${target.detail.replace(from, to)}` : "";

export const relation = (what: string): Mutation[] => [
  `DROP ${what} {name} CASCADE`,
  `ALTER ${what} {name} RENAME TO renamed_by_chance`,
  `ALTER ${what} {name} SET SCHEMA chance`,
  `ALTER ${what} {name} OWNER TO dbfirst_other`,
  `COMMENT ON ${what} {name} IS 'by chance'`,
];

export const grants = (what: string, privilege: string): Mutation[] => [
  `GRANT ${privilege} ON ${what} {name} TO dbfirst_reader`,
  `GRANT ${privilege} ON ${what} {name} TO PUBLIC`,
  `GRANT ${privilege} ON ${what} {name} TO dbfirst_writer WITH GRANT OPTION`,
  `REVOKE ALL ON ${what} {name} FROM CURRENT_USER`,
  `REVOKE ALL ON ${what} {name} FROM PUBLIC`,
];

export const routine = (what: string): Mutation[] => [
  ...relation(what),
  ...grants(what, "EXECUTE"),
  `ALTER ${what} {name} SECURITY DEFINER`,
  `ALTER ${what} {name} SET work_mem = '9MB'`,
  `ALTER ${what} {name} SET search_path = chance, public`,
  `ALTER ${what} {name} RESET ALL`,
];
