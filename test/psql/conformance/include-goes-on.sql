select 1;
\i part-errors.sql
\echo :ERROR
select 2;
