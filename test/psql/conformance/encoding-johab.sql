\encoding JOHAB
select 'òËñÛê²ê¾÷»õä' as "òËñÛê²ê¾÷»õä", length('òËñÛê²ê¾÷»õä'), 'òËñÛê²ê¾÷»õä''x';
\echo òËñÛê²ê¾÷»õä 'òËñÛê²ê¾÷»õä' "òËñÛê²ê¾÷»õä"
\set v 'òËñÛê²ê¾÷»õä'
select :'v' as quoted;
select :'v' as :"v";
select ':v' as plain, 1 as òËñÛê²ê¾÷»õä;
\echo :v :'v' :"v"
set standard_conforming_strings = off;
select 'òËñÛê²ê¾÷»õä' as a, 'òËñÛê²ê¾÷»õä\\n' as b;
select e'òËñÛê²ê¾÷»õä', E'x\\òËñÛê²ê¾÷»õä';
set standard_conforming_strings = on;
select $òËñÛê²ê¾÷»õä$òËñÛê²ê¾÷»õä$òËñÛê²ê¾÷»õä$ as dollar, $$òËñÛê²ê¾÷»õä$$ as plain;
/* òËñÛê²ê¾÷»õä */ select 1 -- òËñÛê²ê¾÷»õä
;
select nosuch, 'òËñÛê²ê¾÷»õä';
select 'òËñÛê²ê¾÷»õä', nosuch;
create table t ("òËñÛê²ê¾÷»õä" text);
insert into t values ('òËñÛê²ê¾÷»õä') returning *;
copy t from stdin;
òËñÛê²ê¾÷»õä
\.
\copy t from stdin
òËñÛê²ê¾÷»õä
\.
\copy (select 'òËñÛê²ê¾÷»õä' as x) to stdout csv header
table t;
\x
table t;
\set òËñÛê²ê¾÷»õä 5
select :òËñÛê²ê¾÷»õä;
do $òËñÛê²ê¾÷»õä$ begin raise notice 'òËñÛê²ê¾÷»õä'; end $òËñÛê²ê¾÷»õä$;
select 'òËñÛê²ê¾÷»õä' as a \gset
select :'a';
prepare p as select 'òËñÛê²ê¾÷»õä';
execute p \g
\pset border 2
\pset title 'òËñÛê²ê¾÷»õä'
select 'òËñÛê²ê¾÷»õä' as "òËñÛê²ê¾÷»õä", 1 as n;
select :{?òËñÛê²ê¾÷»õä} as is_set;
