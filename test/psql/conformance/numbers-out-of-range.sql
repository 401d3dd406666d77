\set FETCH_COUNT -2147483648
\echo :FETCH_COUNT
\set FETCH_COUNT -2147483649
\set FETCH_COUNT 2147483648
\set FETCH_COUNT 0x7fffffff
\echo :FETCH_COUNT
\unset FETCH_COUNT
\pset columns 4294967316
\pset columns 99999999999999999999
\pset columns -99999999999999999999
\pset columns +20
\pset columns ' 30x'
\pset border 65537
\pset pager_min_lines 4294967295
select v, h, d, o from (values ('a', 'x', 1, 4294967299), ('b', 'y', 2, 2), ('a', 'z', 3, -7), ('a', 'w', 3, null)) s (v, h, d, o) \crosstabview v h d o
