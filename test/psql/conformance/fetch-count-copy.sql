-- Statements behind a query, which psql sends with it as a cursor: a COPY among them is left at once.
create table t (a int);
\set FETCH_COUNT 1
select 1\; copy t from stdin\; select 2;
\echo :ERROR :SQLSTATE :ROW_COUNT :LAST_ERROR_MESSAGE
begin; select 1\; copy t from stdin;
select 5;
commit;
select 1\; copy (select repeat('x', 1000) from generate_series(1, 3000)) to stdout\; select nosuch;
\echo :ERROR :SQLSTATE :ROW_COUNT :LAST_ERROR_MESSAGE
select 2;
copy t to stdout;
