\set ON_ERROR_ROLLBACK on
create table t(a int primary key);
begin;
insert into t values (1);
insert into t values (1);
savepoint s;
insert into t values (2);
release s;
commit;
\set ON_ERROR_ROLLBACK off
\set AUTOCOMMIT off
insert into t values (3);
rollback;
vacuum t;
insert into t values (4);
commit;
/* why */ create index concurrently i on t(a);
insert into t values (5);
