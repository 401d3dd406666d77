create table c (a int, b text, c text default 'dflt');
copy c (a, b) from stdin;
1	one
2	\N
3	tab\there
4	back\\slash \. \x41 \101 \q
5	
\.
copy c from stdin with (delimiter '|', null 'nil');
6|six|
7|nil|x\|y
\.
copy c (b) from stdin;

\.
copy c from stdin (header);
a	b	c
8	eight	h
\.
copy c from stdin; select 'after on the line'; copy c from stdin;
9	nine	9
\.
10	ten	10
\.
copy c from stdin \; select 'in the same query';
11	eleven	11
\.
copy c (a) from stdin where a > 12;
12
13
\.
copy c to stdout;
copy c (a, b) to stdout (delimiter ',', null '-');
copy (select a, b from c order by a desc limit 2) to stdout (header);
copy c (a, c) to stdout csv header;
copy c to stdout (format csv, quote '''', escape '\', force_quote (b), null '?');
copy (select 1) to stdout \; copy (select 2) to stdout;
copy (select nosuch) to stdout;
copy nosuch from stdin;
copy nosuch to stdout;
copy c from stdin (format nosuch);
copy c from stdin;
\.
copy c from stdin;
14	fourteen	x
\.
\echo after
select * from c order by a, b;
copy c from '/nosuch/file';
copy c from program 'exit 1' (nosuch);
copy c from stdin (encoding 'latin1');
15	ä	x
\.
select a, b, octet_length(b) from c where a = 15;
