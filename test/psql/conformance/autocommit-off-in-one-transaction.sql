\set AUTOCOMMIT off
create table item(a int);
\copy item from stdin
1
2
\.
\echo :ROW_COUNT
commit;
\copy item from nonexistent.csv csv
select count(*) from item;
\copy item to stdout
\copy (select a, a*2 from item order by 1) to stdout with (format csv, header)
\copy (select ';' as "a;b", ')' ) to stdout csv header
select 1/0;
select 2;
\copy item to stdout
rollback;
create index concurrently on item (a);
vacuum item;
/* c */ -- d
begin;
begin;
commit;
select txid_current_if_assigned() is null;
\set AUTOCOMMIT on
select 'still in';
insert into item values (100);
rollback;
select count(*) from item;
drop table item;
\set AUTOCOMMIT off
\g
select 1 \gdesc
\gexec
commit;
declare c cursor for select 1;
\set FETCH_COUNT 1
select generate_series(1,3);
values (1), (2);
with x as (select 1) select * from x;
select 1 \; select 2;
rollback;
\set FETCH_COUNT 2
select generate_series(1,5) as g \g rows.txt
select 1/(3-g) from generate_series(1,5) g;
select 5 as v \gset
\echo :v
select 'select 7' union all select 'select 8' union all select 'select 1/0' \gexec
select g, g, g from generate_series(1,3) g \crosstabview
\x
select generate_series(1,3);
\t
select generate_series(1,3);
\a
select generate_series(1,3);
