import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";

/** What the statements below try to change, and what they call for it. */
export const hostileObjects = `CREATE TABLE t (id int, at timestamptz);
CREATE SEQUENCE s;
INSERT INTO t VALUES (1, '2020-01-01 00:00:00+00');
CREATE FUNCTION adds() RETURNS int LANGUAGE plpgsql AS $$
BEGIN SET transaction_read_only = off; INSERT INTO t VALUES (2); RETURN 1; END $$;
CREATE FUNCTION runs(command text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE command; RETURN 1; END $$;
CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$ BEGIN COMMIT; INSERT INTO t VALUES (3); COMMIT; END $$`;

/** Begin as statements that read. */
export const refusedByServer = [
  "with x as (insert into t values (2) returning id) select * from x",
  "with x as (delete from t returning id) select set_config('transaction_read_only', 'off', true) from x",
  "select * into t2 from t",
  "select * from t for update",
  "explain analyze insert into t values (2)",
  "select set_config('transaction_read_only', 'off', true), adds()",
  "select set_config('transaction_read_only', 'off', false), nextval('s')",
  "select nextval('s')",
  "select setval('s', 50)",
  "select adds()",
  "select runs('insert into t values (2)')",
  "select runs('set transaction read write')",
  "select runs('commit')",
  "select runs('drop table t')",
  "select runs('call commits()')",
  "select runs('alter database ' || quote_ident(current_database()) || ' set work_mem = 1024')",
  "select query_to_xml('delete from t', true, true, '')",
  // Several statements, in every way to end the transaction first.
  "select 1; commit; insert into t values (2)",
  "select 1; rollback; insert into t values (2)",
  "select 1; end; begin read write; insert into t values (2); commit",
  "select 1; commit and chain; set transaction read write; insert into t values (2); commit",
  "select 1; set transaction_read_only = off; insert into t values (2)",
  "select 1; set session characteristics as transaction read write",
  "select 1;; insert into t values (2)",
  "select 1 /* ; */; delete from t --",
  "values (1); truncate t",
  "table t; drop table t",
  "show work_mem; drop table t",
];

/** Don't begin so. */
export const refusedByUs = [
  "insert into t values (2)",
  "commit; insert into t values (2)",
  "/* select */ truncate t",
  "/* /* */ select */ drop table t",
  "-- select\ndrop table t",
  "-- x\rdrop table t",
  "; drop table t",
  "set transaction_read_only = off",
  "set default_transaction_read_only = off",
  "set session characteristics as transaction read write",
  "begin read write",
  "commit and chain",
  "do $$ begin set transaction_read_only = off; insert into t values (2); end $$",
  "call commits()",
  "copy t from program 'echo 2'",
  "copy t to program 'cat > /dev/null'",
  "prepare p as insert into t values (2)",
  "execute p",
  "declare c cursor with hold for select 1",
  "vacuum t",
  "alter system set work_mem = '8MB'",
  "prepare transaction 'x'",
  "listen x",
  "load 'plpgsql'",
  "",
  "select_ 1",
  "\u00a0select 1",
  "select 1\0; insert into t values (2)",
];

/** The server lets some of these through, READ ONLY or not; the end of the transaction and of the session undoes them. */
export const undoneAfterwards = [
  "explain analyze create table t2 as select 1",
  "explain analyze create materialized view m as select 1",
  "select lo_create(4711)",
  "select lo_from_bytea(4712, 'x')",
  "select set_config('default_transaction_read_only', 'off', false)",
  "select set_config('session_authorization', 'default', false)",
  "select pg_advisory_lock(42)",
  "select pg_notify('x', 'y')",
];

/** Everything that the statements above would change. */
export async function everything(settings: ConnectionSettings): Promise<unknown> {
  const sql = await connect(settings);
  try {
    return (
      await sql`SELECT (SELECT json_agg(t) FROM t) AS rows, (SELECT last_value || is_called::text FROM s) AS sequence,
  (SELECT json_agg(oid) FROM pg_largeobject_metadata) AS large_objects,
  (SELECT json_agg(relname ORDER BY oid) FROM pg_class WHERE relname !~ '^pg_') AS relations,
  (SELECT json_agg(setconfig) FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())) AS settings,
  (SELECT json_agg(proname ORDER BY oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS routines,
  (SELECT count(*)::int FROM pg_prepared_xacts) AS prepared,
  (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory') AS locks`
    )[0];
  } finally {
    await sql.end();
  }
}
