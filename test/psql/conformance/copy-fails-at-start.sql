create table t (a int, b text);
copy nosuch from stdin;
1	drop table t;
2	\echo from the data
\.
select 1 as after_missing_table;
copy t (a, nosuch) from stdin with (format csv);
3,three
\.
copy binary public.t from stdin;
\.
copy nosuch (a, b) from stdin\; select 2\; copy t from stdin;
4	four
\.
5	five
\.
begin;
select 1/0;
copy t from stdin;
6	six
\.
rollback;
copy t from stdin (nosuch_option) \g
7	seven
\.
select 'copy nosuch2 from stdin' \gexec
8	eight
\.
\copy nosuch from stdin
9	nine
\.
\copy nosuch from 'data.csv'
-- 13 isn't a word: the statement begins with COPY for psql
13, copy t from stdin;
10	ten
\.
x, copy t from stdin;
select 3 as no_copy;
\.
copy "t" from "stdin";
select 4 as no_copy_either;
copy t from stdout;
11	eleven
\.
\:copy nosuch from stdin;
12	twelve
\.
:{?nosuch}copy nosuch from stdin;
13	thirteen
\.
select 'select 1; copy nosuch from stdin; copy nosuch from stdin' \gexec
14	fourteen
\.
15	fifteen
\.
\if 1
copy nosuch
\else
select 1 \; from
\endif
from stdin;
16	sixteen
\.
\x
select 1 as a;
\pset border 2
select 1 as a;
\pset border 0
select 1 as abcdefghijklmnop;
\pset format wrapped
select 1 as a;
table t;
copy nosuch from stdin;
up to the end
