\encoding SHIFT_JIS_2004
select 'ソ予ポボァアホチミタ' as "ソ予ポボァアホチミタ", length('ソ予ポボァアホチミタ'), 'ソ予ポボァアホチミタ''x';
\echo ソ予ポボァアホチミタ 'ソ予ポボァアホチミタ' "ソ予ポボァアホチミタ"
\set v 'ソ予ポボァアホチミタ'
select :'v' as quoted;
select :'v' as :"v";
select ':v' as plain, 1 as ソ予ポボァアホチミタ;
\echo :v :'v' :"v"
set standard_conforming_strings = off;
select 'ソ予ポボァアホチミタ' as a, 'ソ予ポボァアホチミタ\\n' as b;
select e'ソ予ポボァアホチミタ', E'x\\ソ予ポボァアホチミタ';
set standard_conforming_strings = on;
select $ソ予ポボァアホチミタ$ソ予ポボァアホチミタ$ソ予ポボァアホチミタ$ as dollar, $$ソ予ポボァアホチミタ$$ as plain;
/* ソ予ポボァアホチミタ */ select 'ｱｲ\' as half, 1 -- ソ予ポボァアホチミタ
;
select nosuch, 'ソ予ポボァアホチミタ';
select 'ソ予ポボァアホチミタ', nosuch;
create table t ("ソ予ポボァアホチミタ" text);
insert into t values ('ソ予ポボァアホチミタ') returning *;
copy t from stdin;
ソ予ポボァアホチミタ
\.
\copy t from stdin
ソ予ポボァアホチミタ
\.
\copy (select 'ソ予ポボァアホチミタ' as x) to stdout csv header
table t;
\x
table t;
\set ソ予ポボァアホチミタ 5
select :ソ予ポボァアホチミタ;
do $ソ予ポボァアホチミタ$ begin raise notice 'ソ予ポボァアホチミタ'; end $ソ予ポボァアホチミタ$;
select 'ソ予ポボァアホチミタ' as a \gset
select :'a';
prepare p as select 'ソ予ポボァアホチミタ';
execute p \g
\pset border 2
\pset title 'ソ予ポボァアホチミタ'
select 'ソ予ポボァアホチミタ' as "ソ予ポボァアホチミタ", 1 as n;
select :{?ソ予ポボァアホチミタ} as is_set;
