\echo before
\q
\echo never
