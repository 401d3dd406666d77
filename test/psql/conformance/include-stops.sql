select 1;
\i part-errors.sql
select 2;
