select 'create table t (a int)', 'insert into t values (1)', null, 'select * from t' \gexec
select * from (values ('select 1/0'), ('select 2'), ('select nosuch')) v(c) \gexec
\echo [:ERROR]
select '' \gexec
select ';' \gexec
select 'select 1; select 2' \gexec
select '\echo no' \gexec
select ':x' \gexec
create table u (a int) \gexec
select 1/0 \gexec
select where false \gexec
select 1 \gexec
select 'select 3 as three' \gexec extra
\gexec
select 'begin', 'select 1/0', 'rollback' \gexec
select 'copy (select 1) to stdout' \gexec
\x
select 'select 1 as a, 2 as b' \gexec
\x
select format('insert into t values (%s)', i) from generate_series(2, 4) i \gexec
select 'table t', 'select count(*) from t' \gexec
select $$select 'select 5'$$ \gexec
