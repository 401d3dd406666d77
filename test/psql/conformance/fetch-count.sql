create table t (i int, f float8, n numeric(10,2), s text, b bool, d date);
insert into t values (1, 1.5, 10.25, 'plain', true, '2024-02-29'), (-20, 1e100, null, E'two\nlines', false, null), (300, null, 12345678.90, '', null, '1999-12-31'),
 (4, 'NaN', 0, E'tab\tand "quotes", commas | pipes ; \\ back', true, 'infinity'), (null, '-Infinity', -1.5, 'äöü € 日本語 한글 😀 👩‍👩‍👧 e' || chr(769) || ' ' || chr(8203) || '.', null, null);

\set FETCH_COUNT 2
select i, s from t order by i;
select i from t where i > 0 order by i limit 2;
select i from t where false;
values (1), (2), (3);
(select 1) union all (select 2) union all select 3;
with x as (select generate_series(1, 3) as y) select * from x;
table t;
select 1 / (3 - g) from generate_series(1, 5) g;
\echo :ERROR :SQLSTATE :ROW_COUNT
select g from generate_series(1, 5) g;
\echo :ERROR :SQLSTATE :ROW_COUNT
select nosuch;
selec 1;
begin;
select g from generate_series(1, 3) g;
select 1 / 0;
select g from generate_series(1, 3) g;
rollback;
\x
select g, g * 2 as h from generate_series(1, 3) g;
\pset border 2
select g, g * 2 as h from generate_series(1, 3) g;
\x
select g, repeat('x', g * g) as h from generate_series(1, 5) g;
\pset format csv
select g, g * 2 as h from generate_series(1, 3) g;
\pset format unaligned
select g, g * 2 as h from generate_series(1, 4) g;
select g as h from generate_series(1, 3) g;
\x
select g, g * 2 as h from generate_series(1, 4) g;
\x
\pset format html
select g as h from generate_series(1, 3) g;
\pset format asciidoc
select g as h from generate_series(1, 3) g;
\pset format latex
select g as h from generate_series(1, 3) g;
\pset format latex-longtable
select g as h from generate_series(1, 3) g;
\pset format troff-ms
select g as h from generate_series(1, 3) g;
\x
select g as h from generate_series(1, 3) g;
\x
\pset format aligned
\t
select g as h from generate_series(1, 4) g;
\t
select g from generate_series(1, 5) g \g out.txt
select g from generate_series(1, 5) g \g nosuch/out.txt
select g from generate_series(1, 1) g \gset
\echo :g
select g from generate_series(1, 2) g \gset
select 'select ' || g from generate_series(1, 3) g \gexec
select 1, 2, 3 \crosstabview
select g from generate_series(1, 3) g \gdesc
select 1 as a \; select 2 as b \; select 3 as c;
insert into t (i) values (1), (2), (3) returning i;
select g into copied from generate_series(1, 3) g;
/* comment */ -- another
select g from generate_series(1, 3) g;
set standard_conforming_strings = off;
select 'it\'s', g from generate_series(1, 3) g;
\set AUTOCOMMIT off
select g from generate_series(1, 3) g;
commit;
\set ON_ERROR_ROLLBACK on
begin;
select 1/0 as g;
select g from generate_series(1, 3) g;
commit;
\set ECHO queries
select g from generate_series(1, 3) g;
\set ECHO errors
select nosuch from generate_series(1, 3) g;
