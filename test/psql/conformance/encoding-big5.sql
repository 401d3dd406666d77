\encoding BIG5
select '«\§\«|«{«@«A«z«`«~«^' as "«\§\«|«{«@«A«z«`«~«^", length('«\§\«|«{«@«A«z«`«~«^'), '«\§\«|«{«@«A«z«`«~«^''x';
\echo «\§\«|«{«@«A«z«`«~«^ '«\§\«|«{«@«A«z«`«~«^' "«\§\«|«{«@«A«z«`«~«^"
\set v '«\§\«|«{«@«A«z«`«~«^'
select :'v' as quoted;
select :'v' as :"v";
select ':v' as plain, 1 as «\§\«|«{«@«A«z«`«~«^;
\echo :v :'v' :"v"
set standard_conforming_strings = off;
select '«\§\«|«{«@«A«z«`«~«^' as a, '«\§\«|«{«@«A«z«`«~«^\\n' as b;
select e'«\§\«|«{«@«A«z«`«~«^', E'x\\«\§\«|«{«@«A«z«`«~«^';
set standard_conforming_strings = on;
select $«\§\«|«{«@«A«z«`«~«^$«\§\«|«{«@«A«z«`«~«^$«\§\«|«{«@«A«z«`«~«^$ as dollar, $$«\§\«|«{«@«A«z«`«~«^$$ as plain;
/* «\§\«|«{«@«A«z«`«~«^ */ select 1 -- «\§\«|«{«@«A«z«`«~«^
;
select nosuch, '«\§\«|«{«@«A«z«`«~«^';
select '«\§\«|«{«@«A«z«`«~«^', nosuch;
create table t ("«\§\«|«{«@«A«z«`«~«^" text);
insert into t values ('«\§\«|«{«@«A«z«`«~«^') returning *;
copy t from stdin;
«\§\«|«{«@«A«z«`«~«^
\.
\copy t from stdin
«\§\«|«{«@«A«z«`«~«^
\.
\copy (select '«\§\«|«{«@«A«z«`«~«^' as x) to stdout csv header
table t;
\x
table t;
\set «\§\«|«{«@«A«z«`«~«^ 5
select :«\§\«|«{«@«A«z«`«~«^;
do $«\§\«|«{«@«A«z«`«~«^$ begin raise notice '«\§\«|«{«@«A«z«`«~«^'; end $«\§\«|«{«@«A«z«`«~«^$;
select '«\§\«|«{«@«A«z«`«~«^' as a \gset
select :'a';
prepare p as select '«\§\«|«{«@«A«z«`«~«^';
execute p \g
\pset border 2
\pset title '«\§\«|«{«@«A«z«`«~«^'
select '«\§\«|«{«@«A«z«`«~«^' as "«\§\«|«{«@«A«z«`«~«^", 1 as n;
select :{?«\§\«|«{«@«A«z«`«~«^} as is_set;
