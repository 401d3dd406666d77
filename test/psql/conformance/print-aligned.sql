select 1 as number, 'text' as text, null as nothing, 1.50 as numeric, true as flag;
select 'one
two' as "multi
line", 3 as n union all select 'x', 44;
select 'wide: 漢字' as a, 'combining: é' as b, E'tab\there' as c, E'bell\x07' as d;
select;
select from generate_series(1, 2);
select 1 where false;
\pset null '(null)'
\pset title 'A title'
select null as a, 12 as b;
\pset title
\pset footer off
select 1 as a;
\pset border 2
select 1 as a, 'x' as b;
\pset border 0
select 1 as a, 'x
y' as b, 2 as c;
\pset linestyle unicode
\pset border 2
select 1 as a, 'x
y' as b;
\pset unicode_border_linestyle double
\pset unicode_column_linestyle double
\pset unicode_header_linestyle double
select 1 as a, 'x' as b;
\pset linestyle old-ascii
\pset border 1
select 'a
b' as x, 'c' as "y
z";
