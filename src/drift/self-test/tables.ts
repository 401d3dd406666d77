import type { Fact } from "../../catalog/fact.ts";
import { fresh, ownName, parentOf, templatesFor } from "./change.ts";

const alter = ({ object }: Fact) => `alter table ${object}`;
const alterColumn = (fact: Fact) => `alter table ${parentOf(fact)} alter column ${ownName(fact)}`;
const isTyped = (pattern: RegExp) => (fact: Fact) => pattern.test(String(fact.attributes["type"]));
const has = (attribute: string) => (fact: Fact) => attribute in fact.attributes;
const hasNot = (attribute: string) => (fact: Fact) => !(attribute in fact.attributes);

/** What can be done to tables and what stands on them. Not everything fits every object: the server refuses the rest. */
export const tableChanges = [
  ...templatesFor("table", alter, {
    drop: ({ object }) => `drop table ${object} cascade`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on table ${object} is 'self-test'`,
    "add column": `add column ${fresh} integer`,
    "enable row security": "enable row level security",
    "disable row security": "disable row level security",
    "force row security": "force row level security",
    "grant select": ({ object }) => `grant select on ${object} to public`,
    "revoke from its owner": ({ object }) => `revoke truncate on ${object} from current_user`,
    "set unlogged": "set unlogged",
    "storage parameter": "set (fillfactor = 71)",
    "autovacuum parameter": "set (autovacuum_vacuum_threshold = 4711)",
    "toast parameter": "set (toast.autovacuum_enabled = false)",
    "replica identity": "replica identity full",
    owner: "owner to pg_monitor",
    "add check": `add constraint ${fresh} check (true)`,
    "add check that isn't validated": `add constraint ${fresh} check (true) not valid`,
    "add check that isn't inherited": `add constraint ${fresh} check (true) no inherit`,
    "add a table that inherits": ({ object }) =>
      `create table ${object}_${fresh} () inherits (${object})`,
    "add rule": ({ object }) => `create rule ${fresh} as on delete to ${object} do also nothing`,
    "add policy": ({ object }) => `create policy ${fresh} on ${object} using (true)`,
    "add trigger": ({ object }) =>
      `create trigger ${fresh} before update on ${object} for each row execute function pg_catalog.suppress_redundant_updates_trigger()`,
    "disable all triggers": "disable trigger all",
  }),
  ...templatesFor("column", alterColumn, {
    drop: (fact) => `alter table ${parentOf(fact)} drop column ${ownName(fact)} cascade`,
    rename: (fact) => `alter table ${parentOf(fact)} rename column ${ownName(fact)} to ${fresh}`,
    comment: (fact) => `comment on column ${fact.object} is 'self-test'`,
    "statistics target": "set statistics 77",
    option: "set (n_distinct = 7)",
    "grant select": (fact) => `grant select (${ownName(fact)}) on ${parentOf(fact)} to public`,
    "add index": (fact) => `create index ${fresh} on ${parentOf(fact)} (${ownName(fact)})`,
    "add unique index": (fact) =>
      `create unique index ${fresh} on ${parentOf(fact)} (${ownName(fact)})`,
    "add partial index": (fact) =>
      `create index ${fresh} on ${parentOf(fact)} (${ownName(fact)}) where ${ownName(fact)} is not null`,
    "add descending index": (fact) =>
      `create index ${fresh} on ${parentOf(fact)} (${ownName(fact)} desc nulls last)`,
    "add hash index": (fact) =>
      `create index ${fresh} on ${parentOf(fact)} using hash (${ownName(fact)})`,
    "add unique constraint": (fact) =>
      `alter table ${parentOf(fact)} add constraint ${fresh} unique (${ownName(fact)}) deferrable initially deferred`,
    "add exclusion": (fact) =>
      `alter table ${parentOf(fact)} add constraint ${fresh} exclude using btree (${ownName(fact)} with =)`,
    "add foreign key": (fact) =>
      `create table ${parentOf(fact)}_${fresh} (k ${String(fact.attributes["type"])} primary key); alter table ${parentOf(fact)} add constraint ${fresh} foreign key (${ownName(fact)}) references ${parentOf(fact)}_${fresh} on delete cascade`,
    "domain in place of the type": (fact) =>
      `create domain ${parentOf(fact)}_${fresh} as ${String(fact.attributes["type"])}; alter table ${parentOf(fact)} alter column ${ownName(fact)} type ${parentOf(fact)}_${fresh}`,
  }),
  ...templatesFor(
    "column",
    alterColumn,
    { "set not null": "set not null" },
    ({ attributes }) => attributes["notNull"] !== true,
  ),
  ...templatesFor(
    "column",
    alterColumn,
    { "drop not null": "drop not null" },
    ({ attributes }) => attributes["notNull"] === true,
  ),
  ...templatesFor("column", alterColumn, { "drop default": "drop default" }, has("default")),
  ...templatesFor(
    "column",
    alterColumn,
    { "drop identity": "drop identity", "identity option": "set increment by 7 set cycle" },
    has("identity"),
  ),
  ...templatesFor(
    "column",
    alterColumn,
    { "drop expression": "drop expression" },
    has("generated"),
  ),
  ...templatesFor(
    "column",
    alterColumn,
    {
      "type text": "type varchar(4711)",
      default: "set default 'self-test'",
      collation: 'type text collate "C"',
      storage: "set storage external",
      compression: "set compression pglz",
    },
    isTyped(/^(?:text|character varying)/),
  ),
  ...templatesFor(
    "column",
    alterColumn,
    { "type integer": "type bigint", default: "set default 4711" },
    isTyped(/^integer$/),
  ),
  ...templatesFor(
    "column",
    alterColumn,
    { "type bigint": "type numeric", default: "set default 4711" },
    isTyped(/^bigint$/),
  ),
  ...templatesFor(
    "column",
    alterColumn,
    { "type boolean": "type text", default: "set default (random() > 0.4711)" },
    isTyped(/^boolean$/),
  ),
  ...templatesFor(
    "column",
    alterColumn,
    { "type timestamp": "type date", default: "set default '2001-02-03'" },
    isTyped(/^timestamp|^date$/),
  ),
  ...templatesFor(
    "column",
    alterColumn,
    { "add identity": "add generated by default as identity" },
    (fact) =>
      isTyped(/^(?:integer|bigint|smallint)$/)(fact) &&
      hasNot("identity")(fact) &&
      hasNot("default")(fact) &&
      fact.attributes["notNull"] === true,
  ),
  ...templatesFor("constraint", (fact) => `alter table ${parentOf(fact)}`, {
    drop: (fact) => `alter table ${parentOf(fact)} drop constraint ${ownName(fact)} cascade`,
    rename: (fact) =>
      `alter table ${parentOf(fact)} rename constraint ${ownName(fact)} to ${fresh}`,
    comment: (fact) => `comment on constraint ${ownName(fact)} on ${parentOf(fact)} is 'self-test'`,
    deferrable: (fact) =>
      `alter table ${parentOf(fact)} alter constraint ${ownName(fact)} deferrable initially deferred`,
  }),
  ...templatesFor("index", ({ object }) => `alter index ${object}`, {
    drop: ({ object }) => `drop index ${object}`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on index ${object} is 'self-test'`,
    "storage parameter": "set (fillfactor = 71)",
    clustered: (fact) => `alter table ${parentOf(fact)} cluster on ${nameIn(fact.object)}`,
    "replica identity": (fact) =>
      `alter table ${parentOf(fact)} replica identity using index ${nameIn(fact.object)}`,
  }),
  ...templatesFor("trigger", (fact) => `alter table ${parentOf(fact)}`, {
    drop: (fact) => `drop trigger ${ownName(fact)} on ${parentOf(fact)}`,
    rename: (fact) => `alter trigger ${ownName(fact)} on ${parentOf(fact)} rename to ${fresh}`,
    comment: (fact) => `comment on trigger ${ownName(fact)} on ${parentOf(fact)} is 'self-test'`,
    disable: (fact) => `alter table ${parentOf(fact)} disable trigger ${ownName(fact)}`,
    always: (fact) => `alter table ${parentOf(fact)} enable always trigger ${ownName(fact)}`,
  }),
  ...templatesFor("policy", (fact) => `alter policy ${ownName(fact)} on ${parentOf(fact)}`, {
    drop: (fact) => `drop policy ${ownName(fact)} on ${parentOf(fact)}`,
    rename: `rename to ${fresh}`,
    comment: (fact) => `comment on policy ${ownName(fact)} on ${parentOf(fact)} is 'self-test'`,
    roles: "to pg_monitor",
    using: "using (4711 > 1)",
    check: "with check (4711 > 1)",
  }),
  ...templatesFor("rule", (fact) => `alter rule ${ownName(fact)} on ${parentOf(fact)}`, {
    drop: (fact) => `drop rule ${ownName(fact)} on ${parentOf(fact)}`,
    rename: `rename to ${fresh}`,
    comment: (fact) => `comment on rule ${ownName(fact)} on ${parentOf(fact)} is 'self-test'`,
    disable: (fact) => `alter table ${parentOf(fact)} disable rule ${ownName(fact)}`,
  }),
  ...templatesFor("statistics", ({ object }) => `alter statistics ${object}`, {
    drop: ({ object }) => `drop statistics ${object}`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on statistics ${object} is 'self-test'`,
    target: "set statistics 77",
  }),
];

/** The last part of a qualified name. */
function nameIn(object: string): string {
  return /(?:"(?:[^"]|"")*"|[^."]+)$/.exec(object)?.[0] ?? object;
}
