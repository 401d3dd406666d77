-- a comment

select 1;
\echo x
create table t(a int);
copy t from stdin;
1
\.
select 'select 2' \gexec
