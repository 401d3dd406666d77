\encoding GBK
select 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^' as "Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^", length('Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^'), 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^''x';
\echo Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^ 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^' "Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^"
\set v 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^'
select :'v' as quoted;
select :'v' as :"v";
select ':v' as plain, 1 as Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^;
\echo :v :'v' :"v"
set standard_conforming_strings = off;
select 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^' as a, 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^\\n' as b;
select e'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^', E'x\\Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^';
set standard_conforming_strings = on;
select $Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^$Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^$Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^$ as dollar, $$Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^$$ as plain;
/* Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^ */ select 1 -- Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^
;
select nosuch, 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^';
select 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^', nosuch;
create table t ("Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^" text);
insert into t values ('Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^') returning *;
copy t from stdin;
Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^
\.
\copy t from stdin
Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^
\.
\copy (select 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^' as x) to stdout csv header
table t;
\x
table t;
\set Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^ 5
select :Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^;
do $Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^$ begin raise notice 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^'; end $Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^$;
select 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^' as a \gset
select :'a';
prepare p as select 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^';
execute p \g
\pset border 2
\pset title 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^'
select 'Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^' as "Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^", 1 as n;
select :{?Å\Ç\Å|Å{Å@ÅAÅz©`Å~Å^} as is_set;
