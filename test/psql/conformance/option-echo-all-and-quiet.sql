-- comment
select 1;


\echo x
\if false
select 2;
\endif
select '

';
\i part-a.sql
\set ECHO none
select 3;
\set ECHO queries
select 4;
