\pset numericlocale on
select 1234567 as a, -1234.5 as b, 12 as c, 'x' as d;
\pset numericlocale off
\set FETCH_COUNT 2
select generate_series(1, 5) as n;
\echo :ROW_COUNT
select generate_series(1, 4) as n \gset
select 7 as seven \gset
\echo :seven
\set FETCH_COUNT 0
select 'r1' as r, 'c1' as c, 1 as v union all select 'r1', 'c2', 2 union all select 'r2', 'c2', 3 \crosstabview
select 1 as a, 2 as b, 3 as c, 4 as d \crosstabview a b c d
select 1 as a, 2 as b \crosstabview
select 1 as a, 'x'::varchar(10) as b, now() as c \gdesc
create table t(a int) \gdesc
