\if false
select 1 \parse s1
\bind_named s1 'a' b \close_prepared x
\bind 1 2
\endif
\set ON_ERROR_ROLLBACK on
begin;
select $1 \parse a
select 1/$1::int \parse b
\bind_named b 0 \g
\bind_named b 1 \g
savepoint x \parse c
\bind_named c \g
commit \parse d
\bind_named d \g
\set ON_ERROR_ROLLBACK off
\pset format html
select 1 \parse e
\close_prepared e
\set QUIET on
select 1 \parse e
\bind_named e \g
select 1 \parse e
\set ON_ERROR_STOP on
select 1 \parse e
\echo not reached
