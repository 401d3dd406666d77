\! ln -s b a; ln -s a b; ln -s self self
\i a
\ir b
\i self/x.sql
\o a
\copy (select 1) to a
\copy t from b
select 1 \g self
\w self/x
\r
\cd a
\echo goes on
\set ON_ERROR_STOP on
\i a
\echo never
