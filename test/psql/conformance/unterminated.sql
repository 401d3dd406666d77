select 1;
select 'open;
\echo never
