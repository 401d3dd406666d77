select 1;;
\g
\r
\g
select 'a' \r select 'b';
select 'c' \p \g
\p
select 'x' \echo mid \g
select 2 \echo a b \\ + 3;
select 3 \; \p
\g
\;
select 4;
\: select 5;
select 6 \:
;
\
select 7;
\\ select 8;
\ select 9;
\nosuch arg ; select 10;
select 11 \nosuch
;
\echo \\ select 12;
\echo a\echo b
\echo a\\echo b
\?x
\g| cat
select 13 \g|cat
\gx|cat
\e+
\l_
\1
\é
\"quoted"
\'x'
\:x
\;;
\q;
