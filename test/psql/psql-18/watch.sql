select 1 \watch i= c=1
select 2 \watch c=1 i=0
select 3 \watch c=1 -0
select 4 \watch c=1 1e-3
select 5 \watch c=1 i=0x0
select 6 \watch c=1 i=.
select 7 \watch c=1 i=-1
select 8 \watch c=1 i=1x
select 9 \watch c=0
select 10 \watch c=
select 11 \watch c=1x
select 12 \watch c=99999999999
select 13 \watch c=1 c=2
select 14 \watch 0 i=0
select 15 \watch 0 0
select 16 \watch m=1 m=2
select 17 \watch m=0
select 18 \watch m=x
select 19 \watch x=1
select 20 \watch toString=1
select 21 \watch =1
select 22 \watch i
select 24 \watch interval=0.01 count=2
select 25 \watch i=0.01 min_rows=2
select 26 \watch i=0.01 c=3 m=1
select 27 \watch i=i=1 c=1
select 28 \watch c=' 1' i=0
select 29 \watch c='1 ' i=0
select 30 \watch c=+1 i=' 0'
select 31 \watch i=nan c=1
select 32 \watch i=inf c=1
select 33 \watch i=1e400 c=1
select 34 \watch i=1e-400 c=1
\set WATCH_INTERVAL 0.01
select 35 \watch c=2
\set WATCH_INTERVAL -1
\set WATCH_INTERVAL x
\set WATCH_INTERVAL 1000001
\set WATCH_INTERVAL 1e400
\set WATCH_INTERVAL 0
select 36 \watch c=2
select 37 \watch c=1
\watch c=1 i=0
select 38;
\watch c=1 i=0
\r
\watch c=1
create temp table t (a int) \watch c=2 i=0
drop table t \watch c=2 i=0
\bind 5
select $1 \watch c=2 i=0
select 39; \watch c=1 i=0 \echo after
\set FETCH_COUNT 1
select generate_series(1,3) \watch c=1 i=0
\unset FETCH_COUNT
\x
\pset title 'a title'
select 40 \watch c=1 i=0
\t
select 41 \watch c=1 i=0 ;
select 42 \; select 43 \watch c=1 i=0
copy (select 44) to stdout \watch c=2 i=0
select 45 \watch c=1 i=2;
