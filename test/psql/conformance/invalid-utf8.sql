select 'bad ÿş byte';
select 'cut Ã';
select 1 as "bäd";
\echo bäd ÿ
\set v 'ÿ'
select :'v';
select length('Ã¤');
\set ä 1
\echo :ä
select nosuch, 'ää';
create table t (a text);
copy t from stdin;
ÿ
\.
\encoding LATIN1
select 'ä' as "ö";
insert into t values ('äÿ');
\encoding UTF8
table t;
select convert_from('\xff', 'UTF8');
select 'ô€€';
select 'í €';
\qecho ÿ
\C 'ÿ title'
select 1;
