\echo before
\i -
\echo between
\ir -
\i -
select 1/0;
