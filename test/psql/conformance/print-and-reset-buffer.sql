\p
\r
select 'first';
\p
select 'sec
\p
ond'
\p
\r
\p
select (1
\r
select 3;
\p extra
\r extra
select 4 \p
\g
\p
\reset
\print
\g
select 'x' \r select 'y';
select /* open
\r
comment */ 5;
\w out.sql
select 6
\w out2.sql
;
\w
\w nosuch/dir.sql
\w out3.sql extra
\r
\write out4.sql
