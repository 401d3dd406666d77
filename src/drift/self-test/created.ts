import { fresh, globalTemplates, templatesIn } from "./change.ts";

/** What can be made anew: something of each kind that PostgreSQL has. */
export const newObjects = [
  ...templatesIn({
    table: (schema) => `create table ${schema}.${fresh} (id integer)`,
    "partitioned table": (schema) =>
      `create table ${schema}.${fresh} (id integer) partition by range (id); create table ${schema}.${fresh}_1 partition of ${schema}.${fresh} for values from (1) to (2)`,
    view: (schema) => `create view ${schema}.${fresh} as select 1 as a`,
    "materialized view": (schema) => `create materialized view ${schema}.${fresh} as select 1 as a`,
    sequence: (schema) => `create sequence ${schema}.${fresh}`,
    function: (schema) =>
      `create function ${schema}.${fresh}() returns integer language sql as 'select 1'`,
    procedure: (schema) => `create procedure ${schema}.${fresh}() language sql as 'select 1'`,
    aggregate: (schema) =>
      `create aggregate ${schema}.${fresh}(integer) (sfunc = pg_catalog.int4pl, stype = integer)`,
    enum: (schema) => `create type ${schema}.${fresh} as enum ('a')`,
    domain: (schema) => `create domain ${schema}.${fresh} as integer check (value > 0)`,
    "composite type": (schema) => `create type ${schema}.${fresh} as (a integer)`,
    "range type": (schema) => `create type ${schema}.${fresh} as range (subtype = float8)`,
    "shell type": (schema) => `create type ${schema}.${fresh}`,
    collation: (schema) => `create collation ${schema}.${fresh} (locale = 'C')`,
    conversion: (schema) =>
      `create conversion ${schema}.${fresh} for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8`,
    operator: (schema) =>
      `create operator ${schema}.<#%#> (leftarg = integer, rightarg = integer, function = pg_catalog.int4pl)`,
    "operator family": (schema) => `create operator family ${schema}.${fresh} using btree`,
    "operator class": (schema) =>
      `create operator class ${schema}.${fresh} for type integer using hash as operator 1 =, function 1 pg_catalog.hashint4(integer)`,
    "text search configuration": (schema) =>
      `create text search configuration ${schema}.${fresh} (copy = pg_catalog.simple)`,
    "text search dictionary": (schema) =>
      `create text search dictionary ${schema}.${fresh} (template = pg_catalog.simple)`,
    "text search template": (schema) =>
      `create text search template ${schema}.${fresh} (lexize = dsimple_lexize)`,
    "text search parser": (schema) =>
      `create text search parser ${schema}.${fresh} (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype)`,
    statistics: (schema) =>
      `create table ${schema}.${fresh} (a integer, b integer); create statistics ${schema}.${fresh}_s on a, b from ${schema}.${fresh}`,
    cast: (schema) =>
      `create type ${schema}.${fresh} as enum ('a'); create function ${schema}.${fresh}(${schema}.${fresh}) returns integer language sql as 'select 1'; create cast (${schema}.${fresh} as integer) with function ${schema}.${fresh}(${schema}.${fresh})`,
    "event trigger": (schema) =>
      `create function ${schema}.${fresh}() returns event_trigger language plpgsql as 'begin end'; create event trigger ${fresh} on sql_drop execute function ${schema}.${fresh}()`,
    "publication of a schema": (schema) =>
      `create publication ${fresh} for tables in schema ${schema}`,
    "index with a comment": (schema) =>
      `create table ${schema}.${fresh} (a integer); create index ${fresh}_i on ${schema}.${fresh} (a); comment on index ${schema}.${fresh}_i is 'x'`,
  }),
  ...globalTemplates({
    schema: `create schema ${fresh}`,
    publication: `create publication ${fresh} for all tables`,
    "foreign data wrapper": `create foreign data wrapper ${fresh}`,
    server: `create foreign data wrapper ${fresh}; create server ${fresh} foreign data wrapper ${fresh}`,
    "user mapping": `create foreign data wrapper ${fresh}; create server ${fresh} foreign data wrapper ${fresh}; create user mapping for public server ${fresh}`,
    "access method": `create access method ${fresh} type table handler heap_tableam_handler`,
    language: `create language ${fresh} handler plpgsql_call_handler`,
    "setting of the database":
      "do $$ begin execute format('alter database %I set statement_timeout = 4711', current_database()); end $$",
    "setting of a role":
      "do $$ begin execute format('alter role current_user in database %I set work_mem = 4711', current_database()); end $$",
    "privilege of the database":
      "do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$",
    "comment on the database":
      "do $$ begin execute format('comment on database %I is %L', current_database(), 'self-test'); end $$",
    "default privileges": "alter default privileges grant select on tables to public",
    "default privileges of types": "alter default privileges grant usage on types to pg_monitor",
  }),
];
