-- A rule's queries give results of their own, with no status but the command's at their end.
create table t (a int);
create rule several as on insert to t do also (select 'first' as x; select 1 as y, 2 as z; select a from t);
insert into t values (1), (2);
\echo :ROW_COUNT
insert into t values (3) returning a;
insert into t values (4) \gset
\echo :a
insert into t values (5) \g results-of-rules.out
insert into t values (6) \gx
insert into t values (7) \; insert into t values (8) \; select 'between' \; update t set a = 9 where a = 1;
select 'select ' || 1 from t \gexec
\set SHOW_ALL_RESULTS off
insert into t values (10);
\set SHOW_ALL_RESULTS on
\set FETCH_COUNT 1
insert into t values (11);
\unset FETCH_COUNT
create rule instead as on update to t do instead (select 'one' as a; select 1 / 0; select 'three' as c);
update t set a = 1;
\timing off
create rule gone as on delete to t do instead (select 'deleted' as a; notify x; select 'twice' as b);
delete from t;
table t;
