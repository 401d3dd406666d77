select 1 as a \; select 2 as b \; select 1/0 \; select 3;
\echo :ERROR :SQLSTATE :ROW_COUNT
select 1 as a \; select 2 as b, 3 as c \gset
\echo :a :b :c
select 'x' as a \; select 'select 11' as q union all select 'select 12' \gexec
create table t(a int) \; copy t from stdin \; select * from t \; copy t to stdout \; insert into t values (5) returning a;
1
2
\.
\echo :ROW_COUNT
select 4 \; copy t from stdin;
bad
\.
\echo :ERROR :SQLSTATE
begin \; select 5 \; rollback;
\set SHOW_ALL_RESULTS off
select 1 as a \; select 2 as b \; select 3 as c;
select 1 \; insert into t values (7), (8) \; update t set a = a;
select 1 \; select 1/0 \; select 3;
copy t to stdout \; select 6;
select 6 \; copy t to stdout;
\set SHOW_ALL_RESULTS on
select 1 \; \; select 2;
;;;
\;
select 3 \; \g
select 1 \; select 2 \gdesc
select 1 \; select 2 \crosstabview
