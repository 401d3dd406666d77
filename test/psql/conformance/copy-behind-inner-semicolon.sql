create table t(a int);
begin;
insert into t values (1)\; copy t from stdin;
2
3
\.
insert into t values (9);
commit;
table t;
