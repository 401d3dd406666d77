create table t (a int);
begin;
insert into t values (1);
\echo end of file
