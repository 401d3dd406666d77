\set ECHO all
\set ON_ERROR_ROLLBACK on
begin;
create table item (a int primary key);
insert into item values (1);
insert into item values (1);
select 'insert into item values (' || g || ')' from generate_series(0, 3) g \gexec
select 1/0 \gset
\echo :ERROR :LAST_ERROR_SQLSTATE :ROW_COUNT
savepoint s; insert into item values (9); rollback to s;
select a from item \g (format=csv tuples_only) out.txt
release s;
release nonexistent;
copy item from stdin;
20
x
\.
copy item from stdin;
21
22
\.
copy item to stdout \g out2.txt
commit and chain;
insert into item values (1);
rollback and no chain;
select * from item;
drop table item;
