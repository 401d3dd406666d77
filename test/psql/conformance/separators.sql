create table t (i int, f float8, n numeric(10,2), s text, b bool, d date);
insert into t values (1, 1.5, 10.25, 'plain', true, '2024-02-29'), (-20, 1e100, null, E'two\nlines', false, null), (300, null, 12345678.90, '', null, '1999-12-31'),
 (4, 'NaN', 0, E'tab\tand "quotes", commas | pipes ; \\ back', true, 'infinity'), (null, '-Infinity', -1.5, 'äöü € 日本語 한글 😀 👩‍👩‍👧 e' || chr(769) || ' ' || chr(8203) || '.', null, null);

\a
\pset fieldsep '::'
select * from t order by i;
\pset recordsep '||'
select * from t order by i;
\x
select * from t order by i;
\x
\pset fieldsep_zero
\pset recordsep_zero
select i, s from t order by i;
\x
select i, s from t order by i;
\x
\pset recordsep '\n'
\pset fieldsep ''
\t
select i, s from t order by i;
\pset format csv
\pset csv_fieldsep '\t'
select * from t order by i;
\pset csv_fieldsep '.'
select * from t order by i;
\pset csv_fieldsep '\\'
select * from t order by i;
\t
\x
\pset csv_fieldsep a
select * from t order by i;
