\p
\r
\t
\x
\a
\a
\x
\t
\pset border 2
\pset null '(null)'
select null as n, 1 as i;
\timing off
\o out.txt
select 'in the file';
\qecho in the file
\echo not in the file
\o
create table t (a int);
insert into t values (1);
\c
\C title
select * from t;
\pset title
\pset format wrapped
\cd .
\encoding
