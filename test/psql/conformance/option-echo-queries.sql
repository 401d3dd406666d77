select 1; select 2;
\echo x
select 3 \gx
create table t (a int);
copy t from stdin;
1
\.
\copy t to stdout
select 'select 4' \gexec
select 5
;
-- comment
select /* c */ 6;
\set v 7
select :v;


select 1 \; select 2;
