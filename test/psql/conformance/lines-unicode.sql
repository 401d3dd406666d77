create table t (i int, f float8, n numeric(10,2), s text, b bool, d date);
insert into t values (1, 1.5, 10.25, 'plain', true, '2024-02-29'), (-20, 1e100, null, E'two\nlines', false, null), (300, null, 12345678.90, '', null, '1999-12-31'),
 (4, 'NaN', 0, E'tab\tand "quotes", commas | pipes ; \\ back', true, 'infinity'), (null, '-Infinity', -1.5, 'äöü € 日本語 한글 😀 👩‍👩‍👧 e' || chr(769) || ' ' || chr(8203) || '.', null, null);
\pset linestyle unicode
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
\x
\pset unicode_border_linestyle double
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
\x
\pset unicode_column_linestyle double
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
\x
\pset unicode_header_linestyle double
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
\x
\pset format wrapped
\pset columns 20
\pset border 0
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\pset columns 20
\pset border 1
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\pset columns 20
\pset border 2
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\x
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as "a long header
in two lines", 1 as n;
\x
\pset columns 30
\pset border 0
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\pset columns 30
\pset border 1
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\pset columns 30
\pset border 2
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\x
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as "a long header
in two lines", 1 as n;
\x
\pset columns 45
\pset border 0
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\pset columns 45
\pset border 1
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\pset columns 45
\pset border 2
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\x
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as "a long header
in two lines", 1 as n;
\x
\pset columns 80
\pset border 0
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\pset columns 80
\pset border 1
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\pset columns 80
\pset border 2
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as long, 1 as n;
\x
select i, s, d from t order by i;
select repeat('word ', 12) as words, repeat('x', 30) as "a long header
in two lines", 1 as n;
\x
\x auto
select * from t order by i;
select 1 as a;
\pset columns 200
select * from t order by i;
