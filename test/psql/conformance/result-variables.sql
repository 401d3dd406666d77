\set VERBOSITY terse
select 1 as one union all select 2;
\echo :ERROR :SQLSTATE :ROW_COUNT [:LAST_ERROR_MESSAGE] :LAST_ERROR_SQLSTATE
select 1/0;
\echo :ERROR :SQLSTATE :ROW_COUNT [:LAST_ERROR_MESSAGE] :LAST_ERROR_SQLSTATE
create table t (a int primary key);
\echo :ERROR :SQLSTATE :ROW_COUNT [:LAST_ERROR_MESSAGE] :LAST_ERROR_SQLSTATE
insert into t select generate_series(1, 5);
\echo :ROW_COUNT :LASTOID
update t set a = a + 10 where a > 2;
\echo :ROW_COUNT
delete from t where a > 10;
\echo :ROW_COUNT
insert into t values (1);
\echo :ERROR :SQLSTATE :ROW_COUNT :LAST_ERROR_MESSAGE
copy t from stdin;
21
22
\.
\echo :ERROR :SQLSTATE :ROW_COUNT
copy t from stdin;
x
\.
\echo :ERROR :SQLSTATE :ROW_COUNT :LAST_ERROR_SQLSTATE
select 1 \; select 2 \; select 3;
\echo :ROW_COUNT
select 1 \; select 1/0 \; select 3;
\echo :ERROR :SQLSTATE
begin;
declare c cursor for select * from t order by a;
fetch 2 from c;
\echo :ROW_COUNT
move 1 in c;
\echo :ROW_COUNT
commit;
do $$ begin raise exception 'own' using errcode = 'AB123'; end $$;
\echo :SQLSTATE :LAST_ERROR_SQLSTATE :LAST_ERROR_MESSAGE
;
\echo :ERROR :SQLSTATE :ROW_COUNT
create table u as select * from t;
\echo :ROW_COUNT
\nosuch
\echo :ERROR :SQLSTATE
\if :ERROR
\echo error
\else
\echo fine
\endif
select 1 as a \gset
\echo :ROW_COUNT :ERROR
select 1 where false \gset
\echo :ROW_COUNT :ERROR
table nosuch \gdesc
\echo :ERROR :SQLSTATE
select 1 \gdesc
\echo :ERROR :SQLSTATE :ROW_COUNT
