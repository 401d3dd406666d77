\set AUTOCOMMIT off
create table t (a int);
insert into t values (1);
commit;
insert into t values (2);
rollback;
select * from t;
select 1/0;
select 2;
rollback;
begin;
insert into t values (3);
commit;
commit;
vacuum t;
commit;
vacuum;
/* c */ -- c
vacuum t;
create database made_without_begin;
drop database made_without_begin;
create unique index concurrently i on t (a);
commit;
reindex table concurrently t;
commit;
drop index concurrently i;
cluster;
cluster t;
rollback;
discard all;
discard plans;
rollback;
alter system set nosuch = 1;
prepare transaction 'x';
prepare p as select 1;
execute p;
rollback;
savepoint s;
insert into t values (4);
rollback to s;
release s;
commit;
insert into t values (5);
\set AUTOCOMMIT on
insert into t values (6);
\c
select * from t order by a;
start transaction;
insert into t values (7);
end;
\set AUTOCOMMIT off
insert into t values (8) \g
select count(*) from t \gset
\echo :count
copy t from stdin;
9
\.
abort;
select 1 \; commit \; select 2;
insert into t values (10);
