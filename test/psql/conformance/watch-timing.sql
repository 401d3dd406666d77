create sequence s;
\timing
select nextval('s') as n, 6 / (3 - currval('s')) as q \watch 0.01
\timing off
\echo end
