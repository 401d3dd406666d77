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
\copy item from stdin;
5	five
6	six	seven
\.
\copy item from stdin
5	five	five
6	six	six	six
7	seven	seven
\.
select 'after';
\copy item to nonexistent/file
\copy item
\copy
\copy item from
\copy item to stdout bogus
\copy item from stdin bogus
1	2	3
\.
\copy nope from stdin
1	2
\.
\copy (insert into item values (10, 'ten', 'X') returning *) to stdout
\copy (select 1 to stdout
\copy binary item to 'binary.bin'
\copy item to 'binary.bin' binary
truncate item;
\copy item from 'binary.bin' binary
\copy item from 'binary.bin' with (format binary)
select count(*) from item;
\set ON_ERROR_ROLLBACK
begin;
\copy item from stdin
x
\.
select 'still fine';
commit;
copy item from stdin with (format csv);
1,"multi
line",x
2,"with \.
\.
in it",y
\.
table item order by id;
copy item(id) from stdin (freeze);
1
\.
copy item from stdin where id > 1;
1	a	b
2	a	b
\.
copy item from '/dev/null';
copy item to program 'cat >/dev/null';
copy item from program 'printf "8\ta\tb\n"';
