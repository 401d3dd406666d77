select 1 as a;
create table t (a int);
insert into t values (1), (2) returning a;
select nosuch;
\echo no
\x
select * from t;
\x
\pset format csv
select * from t;
\set FETCH_COUNT 1
select * from t;
\set FETCH_COUNT 0
copy t to stdout;
select 1, 2, 3 \crosstabview
select 'select 5' \gexec
select 7 as x \gset
select 1 \gdesc
\o out.txt
select 'in both';
\copy t to 'out2.txt'
select 1 \; select 2;
\t
select 3;
