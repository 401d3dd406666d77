\set ON_ERROR_ROLLBACK on
create table t (a int primary key);
begin;
insert into t values (1);
insert into t values (1);
select nosuch;
insert into t values (2);
savepoint s;
insert into t values (2);
insert into t values (3);
rollback to s;
insert into t values (4);
release s;
commit and chain;
insert into t values (4);
insert into t values (5);
rollback and chain;
insert into t values (6);
insert into t values (6) \; insert into t values (7);
commit;
select * from t order by a;
insert into t values (6);
begin;
select 1 \; select 1/0;
savepoint pg_psql_temporary_savepoint;
insert into t values (8);
set transaction isolation level serializable;
commit;
begin;
copy t from stdin;
x
\.
copy t from stdin;
9
\.
declare c cursor for select a from t order by a;
fetch 1 from c;
fetch x from c;
fetch 1 from c;
lock table nosuch;
\set ON_ERROR_ROLLBACK off
select 1/0;
select 2;
\set ON_ERROR_ROLLBACK on
select 3;
commit;
\set AUTOCOMMIT off
insert into t values (10);
insert into t values (10);
insert into t values (11);
commit;
\set ON_ERROR_ROLLBACK interactive
select 1/0;
select 4;
rollback;
select * from t order by a;
