select 1
select 2;
select
3
\echo x
select 'a
b'
select (
4)
create table t (a int)
copy t from stdin
1
\.
table t
\if false
select 5
\endif
select 6 \gx
-- comment

;
select 7 -- comment
