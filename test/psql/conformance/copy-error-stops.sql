create table c (a int);
copy c from stdin;
1
x
\.
\echo not reached
