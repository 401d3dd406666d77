create table t (a int);
copy t from stdin;
1
\.
copy t from stdin;
x
\.
\echo after
insert into t values (2);
