import type { Fact } from "../../catalog/fact.ts";
import { fresh, ownName, parentOf, templatesFor } from "./change.ts";

const definition = ({ attributes }: Fact) => String(attributes["definition"]).replace(/;\s*$/, "");

/** What can be done to views, routines, types and sequences. */
export const codeChanges = [
  ...templatesFor("view", ({ object }) => `alter view ${object}`, {
    drop: ({ object }) => `drop view ${object} cascade`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on view ${object} is 'self-test'`,
    query: (fact) =>
      `create or replace view ${fact.object} as select * from (${definition(fact)}) as self_test limit 4711`,
    option: "set (security_barrier = true)",
    "grant select": ({ object }) => `grant select on ${object} to public`,
    owner: "owner to pg_monitor",
  }),
  ...templatesFor("materialized view", ({ object }) => `alter materialized view ${object}`, {
    drop: ({ object }) => `drop materialized view ${object} cascade`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on materialized view ${object} is 'self-test'`,
    "storage parameter": "set (fillfactor = 71)",
    "grant select": ({ object }) => `grant select on ${object} to public`,
  }),
  ...(["function", "procedure"] as const).flatMap((kind) =>
    templatesFor(kind, ({ object }) => `alter ${kind} ${object}`, {
      drop: ({ object }) => `drop ${kind} ${object} cascade`,
      rename: `rename to ${fresh}`,
      comment: ({ object }) => `comment on ${kind} ${object} is 'self-test'`,
      "security definer": "security definer",
      "security invoker": "security invoker",
      setting: "set work_mem = '4711kB'",
      owner: "owner to pg_monitor",
      "revoke execute": ({ object }) => `revoke execute on ${kind} ${object} from public`,
      "grant execute": ({ object }) => `grant execute on ${kind} ${object} to pg_monitor`,
    }),
  ),
  ...templatesFor("function", ({ object }) => `alter function ${object}`, {
    immutable: "immutable",
    volatile: "volatile",
    strict: "strict",
    "called on null": "called on null input",
    leakproof: "leakproof",
    cost: "cost 4711",
    rows: "rows 4711",
    "parallel safe": "parallel safe",
    "parallel unsafe": "parallel unsafe",
  }),
  ...templatesFor("aggregate", ({ object }) => `alter aggregate ${object}`, {
    drop: ({ object }) => `drop aggregate ${object} cascade`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on aggregate ${object} is 'self-test'`,
  }),
  ...templatesFor("enum", ({ object }) => `alter type ${object}`, {
    drop: ({ object }) => `drop type ${object} cascade`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on type ${object} is 'self-test'`,
    "add value": `add value '${fresh}'`,
    "add value in front": ({ object, attributes }) =>
      `alter type ${object} add value '${fresh}' before ${literal(firstLabel(attributes["labels"]))}`,
    "rename value": ({ object, attributes }) =>
      `alter type ${object} rename value ${literal(firstLabel(attributes["labels"]))} to '${fresh}'`,
    "revoke usage": ({ object }) => `revoke usage on type ${object} from public`,
  }),
  ...templatesFor("domain", ({ object }) => `alter domain ${object}`, {
    drop: ({ object }) => `drop domain ${object} cascade`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on domain ${object} is 'self-test'`,
    "set not null": "set not null",
    "drop not null": "drop not null",
    "add check": `add constraint ${fresh} check (value is not null) not valid`,
  }),
  ...templatesFor("type", ({ object }) => `alter type ${object}`, {
    drop: ({ object }) => `drop type ${object} cascade`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on type ${object} is 'self-test'`,
    "add attribute": `add attribute ${fresh} integer`,
  }),
  ...templatesFor("sequence", ({ object }) => `alter sequence ${object}`, {
    drop: ({ object }) => `drop sequence ${object} cascade`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on sequence ${object} is 'self-test'`,
    increment: "increment by 7",
    start: "start with 47",
    maximum: "maxvalue 32000",
    cache: "cache 47",
    cycle: "cycle",
    type: "as smallint",
    "owned by": "owned by none",
    "grant usage": ({ object }) => `grant usage on sequence ${object} to public`,
  }),
  ...templatesFor("schema", ({ object }) => `alter schema ${object}`, {
    drop: ({ object }) => `drop schema ${object} cascade`,
    rename: `rename to ${fresh}`,
    comment: ({ object }) => `comment on schema ${object} is 'self-test'`,
    "grant create": ({ object }) => `grant create on schema ${object} to public`,
    "default privileges": ({ object }) =>
      `alter default privileges in schema ${object} grant select on tables to pg_monitor`,
    "default privileges of functions": ({ object }) =>
      `alter default privileges in schema ${object} grant execute on functions to pg_monitor`,
  }),
  ...templatesFor("extension", ({ object }) => `alter extension ${object}`, {
    drop: ({ object }) => `drop extension ${object} cascade`,
    comment: ({ object }) => `comment on extension ${object} is 'self-test'`,
  }),
  ...templatesFor("publication", ({ object }) => `alter publication ${object}`, {
    drop: ({ object }) => `drop publication ${object}`,
    rename: `rename to ${fresh}`,
    operations: "set (publish = 'truncate')",
  }),
  ...templatesFor("event trigger", ({ object }) => `alter event trigger ${object}`, {
    drop: ({ object }) => `drop event trigger ${object}`,
    disable: "disable",
    comment: ({ object }) => `comment on event trigger ${object} is 'self-test'`,
  }),
  ...templatesFor("server", ({ object }) => `alter server ${object}`, {
    drop: ({ object }) => `drop server ${object} cascade`,
    option: `options (add ${fresh} 'x')`,
    "user mapping": ({ object }) => `create user mapping for pg_monitor server ${object}`,
  }),
  ...templatesFor("foreign table", ({ object }) => `alter foreign table ${object}`, {
    drop: ({ object }) => `drop foreign table ${object} cascade`,
    option: `options (add ${fresh} 'x')`,
    comment: ({ object }) => `comment on foreign table ${object} is 'self-test'`,
  }),
  ...templatesFor("collation", ({ object }) => `alter collation ${object}`, {
    drop: ({ object }) => `drop collation ${object} cascade`,
    rename: `rename to ${fresh}`,
  }),
  ...templatesFor(
    "text search configuration",
    ({ object }) => `alter text search configuration ${object}`,
    {
      drop: ({ object }) => `drop text search configuration ${object} cascade`,
      mapping: "alter mapping for asciiword with simple",
    },
  ),
  ...templatesFor("constraint", (fact) => `alter domain ${parentOf(fact)}`, {
    "drop of a domain": (fact) => `alter domain ${parentOf(fact)} drop constraint ${ownName(fact)}`,
  }),
];

function firstLabel(labels: unknown): string {
  return Array.isArray(labels) ? String(labels[0]) : "";
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
