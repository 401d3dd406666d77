\set ECHO all
create table c (a int);
copy c from stdin;
1
\.
\set ECHO queries
copy c from stdin;
2
\.
copy c to stdout;
\set ECHO errors
copy c from stdin;
x
\.
\set ECHO none
\set QUIET on
copy c from stdin;
3
\.
copy c to stdout;
\set QUIET off
\t
copy c to stdout;
\x
copy c to stdout;
\pset format csv
copy c to stdout;
\set FETCH_COUNT 1
copy c to stdout;
\set ON_ERROR_ROLLBACK on
begin;
copy c from stdin;
x
\.
copy c from stdin;
4
\.
commit;
\set AUTOCOMMIT off
copy c from stdin;
5
\.
rollback;
copy c to stdout;
\set SINGLELINE on
copy c from stdin
6
\.
copy c to stdout
