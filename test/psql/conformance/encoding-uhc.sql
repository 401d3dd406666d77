\encoding UHC
select 'ÅAÅz' as "ÅAÅz", length('ÅAÅz'), 'ÅAÅz''x';
\echo ÅAÅz 'ÅAÅz' "ÅAÅz"
\set v 'ÅAÅz'
select :'v' as quoted;
select :'v' as :"v";
select ':v' as plain, 1 as ÅAÅz;
\echo :v :'v' :"v"
set standard_conforming_strings = off;
select 'ÅAÅz' as a, 'ÅAÅz\\n' as b;
select e'ÅAÅz', E'x\\ÅAÅz';
set standard_conforming_strings = on;
select $ÅAÅz$ÅAÅz$ÅAÅz$ as dollar, $$ÅAÅz$$ as plain;
/* ÅAÅz */ select 1 -- ÅAÅz
;
select nosuch, 'ÅAÅz';
select 'ÅAÅz', nosuch;
create table t ("ÅAÅz" text);
insert into t values ('ÅAÅz') returning *;
copy t from stdin;
ÅAÅz
\.
\copy t from stdin
ÅAÅz
\.
\copy (select 'ÅAÅz' as x) to stdout csv header
table t;
\x
table t;
\set ÅAÅz 5
select :ÅAÅz;
do $ÅAÅz$ begin raise notice 'ÅAÅz'; end $ÅAÅz$;
select 'ÅAÅz' as a \gset
select :'a';
prepare p as select 'ÅAÅz';
execute p \g
\pset border 2
\pset title 'ÅAÅz'
select 'ÅAÅz' as "ÅAÅz", 1 as n;
select :{?ÅAÅz} as is_set;
