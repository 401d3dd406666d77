create table t (i int, f float8, n numeric(10,2), s text, b bool, d date);
insert into t values (1, 1.5, 10.25, 'plain', true, '2024-02-29'), (-20, 1e100, null, E'two\nlines', false, null), (300, null, 12345678.90, '', null, '1999-12-31'),
 (4, 'NaN', 0, E'tab\tand "quotes", commas | pipes ; \\ back', true, 'infinity'), (null, '-Infinity', -1.5, 'äöü € 日本語 한글 😀 👩‍👩‍👧 e' || chr(769) || ' ' || chr(8203) || '.', null, null);
\pset format csv
\pset border 0
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\pset border 1
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\pset border 2
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\pset border 3
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\x
\pset border 0
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\pset border 1
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\pset border 2
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\pset border 3
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\x
\t
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\x
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\x
\t
\pset border 2
\C 'A <title> & $more_'
\pset null '<null>'
\pset tableattr 'width="1" 0.4'
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\x
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\pset footer off
\x
select * from t order by i;
select s as "Head
ing ä", i from t order by i limit 2;
select from t limit 2;
select 1 as a where false;
\pset numericlocale on
select i, f, n from t order by i;
\t
select i, n from t where i < 0;
