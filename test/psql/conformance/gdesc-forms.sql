\gdesc
select 1 as a, 'x'::varchar(10) as "B ""c", null as n, 1.5::numeric(10,2) as num, now() as t \gdesc
select \gdesc
create table t (a int, b text[]) \gdesc
create table t (a int, b text[]);
table t \gdesc
insert into t values (1) returning * \gdesc
select * from t;
select nosuch \gdesc
select 1 \; select 2 \gdesc
selec \gdesc
select $1::int as param \gdesc
\x
select 1 as a \gdesc
\x
\pset format csv
select 1 as a, 2 as a \gdesc
\pset format aligned
begin;
select 1/0;
select 1 \gdesc
rollback;
select 1 as a \gdesc extra
\o out.txt
select 1 as in_file \gdesc
\o
select 1 as "it's" \gdesc
values (1, 'a') \gdesc
explain select 1 \gdesc
