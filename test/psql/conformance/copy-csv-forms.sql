create table c (a int, b text);
copy c from stdin csv;
1,"one, two"
2,"with ""quotes"""
3,"two
lines; select 'no';"
4,
5,""
6,\N
\.
copy c from stdin (format csv, header, delimiter ';', null 'NULL');
a;b
7;NULL
8;"NULL"
\.
copy c from stdin csv quote '''';
9,'it''s'
\.
copy c from stdin csv;
10,"open
\.
11,x
\.
copy c from stdin csv;
12,x,y
\.
copy c from stdin (format csv, force_not_null (b));
13,
\.
copy c from stdin (format csv, header match);
a,B
14,x
\.
copy c from stdin csv;
15,a\.
16,\.b
\.
copy c to stdout csv;
copy c to stdout (format csv, header, force_quote *);
\copy c to 'out.csv' csv header
\copy c (b, a) from 'data.csv' csv
\copy c from 'out.csv' csv header
select a, b, b is null as n from c order by a, b;
