\set FETCH_COUNT 2
select 1 as a, 'b' as b \gset
\echo :a :b :ERROR :SQLSTATE :ROW_COUNT
select generate_series(1, 3) as a \gset
\echo :a :ERROR :SQLSTATE :ROW_COUNT
select 1 as a where false \gset
\echo :a :ERROR :SQLSTATE :ROW_COUNT
select 1 / 0 as a \gset
\echo :a :ERROR :SQLSTATE :ROW_COUNT
