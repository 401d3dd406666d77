\pset null '(null)'
\pset linestyle unicode
\pset border 2
select '日本' as "漢字", 'e' || U&'\0301' as combining, E'a\tb' as tab, E'l1\nl2\r\nl3' as lines, null as n, 12.5 as num, U&'\200B' as zw, chr(1) as ctl, U&'\+01F600' as emoji;
\x
select '日本' as "漢字", 'e' || U&'\0301' as combining, E'a\tb' as tab, E'l1\nl2\r\nl3' as lines, null as n, 12.5 as num;
\x auto
\pset columns 30
select 'some long text here' as a, 'more long text to go on' as b;
select 'short' as a;
\x off
\pset format wrapped
select 'some long text here 日本日本日本日本日本' as a, 'more long text to go on and on' as b, 1 as c;
\pset border 0
select 'some long text here 日本日本日本日本日本' as a, E'more long\ntext to go on and on' as b, 1 as c;
\pset linestyle old-ascii
select 'some long text here 日本日本日本日本日本' as a, E'more long\ntext to go on and on' as b, 1 as "c\nd";
\pset format aligned
\pset title 'A title: ü'
\pset footer off
select 1 as a where false;
\pset tuples_only
select 1 as a where false;
select;
select from generate_series(1,3);
\pset tuples_only off
\pset footer on
select;
select from generate_series(1,3);
\x on
select;
select from generate_series(1,3);
select 1 as a where false;
\pset format csv
select 1 as "a,b", 'x"y' as "c""d", E'l\nm' as e, null as f, '\.' as g, '' as h;
\x off
select '\.' as a;
select 1 as "a,b", 'x"y' as "c""d", E'l\nm' as e, null as f, '\.' as g, ' ' as h;
\pset csv_fieldsep ';'
select 'a;b' as x, 'c,d' as y;
\pset csv_fieldsep ''
\pset csv_fieldsep ab
\pset csv_fieldsep '"'
\pset format unaligned
\pset fieldsep '\t'
\pset recordsep '\n--\n'
select 1, 2 union all select 3, null;
\pset fieldsep_zero
select 1, 2;
\pset numericlocale on
\pset format aligned
select 1234567.891, -1234567::int, 1e10::float8, 'NaN'::float8;
\pset
