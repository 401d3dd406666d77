import type { Bytes } from "../text/bytes.ts";
import type { Command, CommandContext, Outcome } from "./command.ts";

const forPeople: Command = { run: notForScripts };
const forPeopleWithLine: Command = { skips: "whole-line", run: notForScripts };

/** Commands that show something to people at a terminal. `d` stands for all whose names begin with it. */
export const commandsForPeople: Record<string, Command> = {
  d: forPeople,
  l: forPeople,
  "l+": forPeople,
  list: forPeople,
  "list+": forPeople,
  z: forPeople,
  sf: forPeopleWithLine,
  "sf+": forPeopleWithLine,
  sv: forPeopleWithLine,
  "sv+": forPeopleWithLine,
  h: forPeopleWithLine,
  help: forPeopleWithLine,
  "?": forPeople,
  s: forPeople,
  password: forPeople,
};

/** The answer to a command for people: what has the same in SQL. */
export function notForScripts({ session, name }: CommandContext): Outcome {
  const instead = inSql(name);
  const advice = [
    ...(instead === undefined ? [] : [`in SQL, ${instead} has what it shows`]),
    ...(session.strict || AT_TERMINAL.has(name) ? [] : ["--executor psql runs psql's own"]),
  ];
  session.reporter.error(
    `\\${name} is for interactive use and isn't part of scripts${advice.map((part) => `; ${part}`).join("")}`,
  );
  return "error";
}

/** Those that psql itself can't do without a terminal. */
const AT_TERMINAL: ReadonlySet<Bytes> = new Set(["s", "password"]);

/** The beginning of the name that says most decides: \dFd+ is \dFd, \dti is \dt. */
function inSql(name: Bytes): string | undefined {
  for (let end = name.length; end > 0; end -= 1) {
    const found = IN_SQL.get(name.slice(0, end));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where psql's describe.c, command.c and large_obj.c look. */
const IN_SQL: ReadonlyMap<string, string> = new Map(
  Object.entries({
    d: "pg_catalog.pg_class or information_schema.columns",
    dA: "pg_catalog.pg_am",
    dC: "pg_catalog.pg_cast",
    dD: "information_schema.domains",
    dF: "pg_catalog.pg_ts_config",
    dFd: "pg_catalog.pg_ts_dict",
    dFp: "pg_catalog.pg_ts_parser",
    dFt: "pg_catalog.pg_ts_template",
    dL: "pg_catalog.pg_language",
    dO: "pg_catalog.pg_collation",
    dRp: "pg_catalog.pg_publication",
    dRs: "pg_catalog.pg_subscription",
    dT: "pg_catalog.pg_type",
    dX: "pg_catalog.pg_statistic_ext",
    da: "pg_catalog.pg_aggregate",
    db: "pg_catalog.pg_tablespace",
    dc: "pg_catalog.pg_conversion",
    dconfig: "pg_catalog.pg_settings",
    dd: "pg_catalog.pg_description",
    ddp: "pg_catalog.pg_default_acl",
    des: "pg_catalog.pg_foreign_server",
    det: "pg_catalog.pg_foreign_table",
    deu: "pg_catalog.pg_user_mappings",
    dew: "pg_catalog.pg_foreign_data_wrapper",
    df: "pg_catalog.pg_proc",
    dg: "pg_catalog.pg_roles",
    dl: "pg_catalog.pg_largeobject_metadata",
    dn: "pg_catalog.pg_namespace",
    do: "pg_catalog.pg_operator",
    dp: "information_schema.table_privileges",
    drds: "pg_catalog.pg_db_role_setting",
    drg: "pg_catalog.pg_auth_members",
    du: "pg_catalog.pg_roles",
    dx: "pg_catalog.pg_extension",
    dy: "pg_catalog.pg_event_trigger",
    l: "pg_catalog.pg_database",
    lo_list: "pg_catalog.pg_largeobject_metadata",
    sf: "pg_catalog.pg_get_functiondef()",
    sv: "pg_catalog.pg_get_viewdef()",
    z: "information_schema.table_privileges",
  }),
);
