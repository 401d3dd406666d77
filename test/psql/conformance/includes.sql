\i part-a.sql
\ir part-b.sql
\include part-a.sql;
\i missing.sql
\i
select 1 + (
\i part-open.sql
2);
\echo :from_part
