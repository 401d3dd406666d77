create table "T able" (a int, "b c" text);
create schema s;
create table s.t (a int);
\copy
\copy t
\copy t from
\copy t into x
\copy "T able" from stdin
1	one
\.
\copy "T able" ("b c", a) from stdin
two	2
\.
\copy public."T able" to stdout
\copy "T able"("b c") to stdout csv header
\copy s.t from stdin
5
\.
\copy s . t to stdout
\copy (select a, "b c" from "T able" order by a) to stdout
\copy (select ')', '(', e'\'' from "T able") to stdout
\copy ( select 1 ) to 'out 1.txt'
\copy (select 'it''s') to "out2.txt"
\copy (select 1) to out3.txt csv header
\copy (select 1) to out4.txt;
\copy "T able" from nosuch.txt
\copy "T able" to nosuch/out.txt
\copy "T able" from .
\copy "T able" to .
\copy nosuch from 'data.csv'
\copy nosuch to 'out5.txt'
\copy "T able" to stdout with (nosuch)
\copy "T able" from stdin where a > 2
3	three
1	gone
\.
\copy (select :x) to stdout
\set x 1
\copy (select :x) to stdout
\copy :x to stdout
\copy t (a from stdin
\copy (select 1 to stdout
\copy "open to stdout
\copy t to 'open
\copy s.t to stdout \\ select 'not reached';
\copy s.t FROM STDIN
7
\.
\copy s.t TO STDOUT DELIMITER ','
\copy s.t from stdin oids
\copy s.t using delimiters ',' to stdout
\copy binary s.t to stdout (nosuch)
\copy s.t from pstdin
\copy s.t to pstdout
\o out6.txt
\copy s.t to stdout
\copy s.t to pstdout
copy s.t to stdout;
\o
select * from "T able" order by 1, 2;
table s.t;
\copy s.t from stdin
x
\.
\echo :ERROR
