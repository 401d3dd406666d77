select 1;
create table t (a int);
select 2; select 3;
\echo on
select 'select 4' \gexec
select nosuch;
select 5
