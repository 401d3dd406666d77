create table item(id int, t text default 'd', "Mixed Case" text);
\copy item (id, t) from stdin with (format csv, delimiter ';', quote '''')
1;'a;b'
2;'it''s'
\.
\copy item("Mixed Case",id) from stdin delimiter '|' null 'NIL'
x|3
NIL|4
\.
\copy "item" from 'item.csv' csv header
\copy public.item to 'item.csv' csv header force quote t
\copy public."item" from 'item.csv' csv header
\copy (select count(*), 'a ; b' from item) to stdout
\copy (select 1) to pstdout
copy item(id) from stdin;
x
\.
select 1;
