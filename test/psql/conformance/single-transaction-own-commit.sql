create table t(a int);
commit;
insert into t values (1);
select pg_sleep(0);
