create table t(a int, b text);
copy t from stdin;
1	one
2	\N
3	tab\there
\.
copy t from stdin with (format csv, header);
a,b
4,"a ""quoted"", one"
5,"two
lines"
\.
copy t to stdout;
copy (select a, b from t where a < 3) to stdout with (format csv);
copy t from stdin; insert into t values (9, 'the rest of the line');
6	six
\.
copy t(a) from stdin;
x
\.
select 'after';
copy nothing from stdin;
1
\.
begin;
copy t from stdin;
7	seven
7
\.
select 'in a failed transaction';
rollback;
\copy t to out.txt
\copy (select b from t where a = 1) to stdout
\copy t from stdin with (format csv)
10,ten
\.
\copy t(a) from data.csv csv
\copy t from 'missing.csv'
\copy t from .
\copy t somewhere x
\copy
\copy t to out2.txt (format csv, header)
select count(*), sum(a) from t;
copy t from stdin;
11	the end of the file