create sequence s;
select nextval('s') as n, 6 / (3 - currval('s')) as q \watch 0.01
select 'next';
create table t (a int);
insert into t select 1 where 1 / (4 - nextval('s')) > -9 \watch 0.01
\echo :ERROR :SQLSTATE
\watch
\r
\watch 1
select nosuch \watch 0.01
\pset title 'A title'
\pset format unaligned
alter sequence s restart;
select nextval('s') as n, 6 / (3 - currval('s')) as q \watch 0.01
\echo end
