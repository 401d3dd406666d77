\pset format unaligned
select 1 as a, 'x|y' as b union all select 2, null;
\pset fieldsep ';'
\pset recordsep '<end>'
select 1 as a, 'x' as b union all select 2, 'y';
\x
select 1 as a, 'x' as b union all select 2, 'y';
\x
\t
select 1, 2;
\t
\pset format csv
select 1 as a, 'x"y' as "b,c", E'line\nbreak' as d, '' as e, null as f, '\.' as g;
\pset csv_fieldsep '\t'
select 1 as a, 'x,y' as b;
\x
select 1 as a, 'x' as b;
\x
\a
select 1 as aligned;
\f '|'
\pset csv_fieldsep ab
\pset csv_fieldsep '"'
\pset format a
\pset format nonsense
\pset nonsense
\pset
