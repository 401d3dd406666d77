select 1;
select nosuch;
select
 1/0,
 'x';
\nosuch
select 1 \; select 2/0;
copy nosuch from stdin;
\copy nosuch from 'data.csv'
select 'select nosuch' \gexec
select 1/0 \gset
