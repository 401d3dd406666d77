select $1::int + $2::int as sum \parse s1
\bind_named s1 1 2 \g
\bind_named s1 3 4 \gx
\bind_named s1 5 6
;
select 'plain';
\bind_named s1 5 6 \gset v_
\echo :v_sum :ROW_COUNT :ERROR :SQLSTATE
\bind_named nosuch 1 \g
\echo :ERROR :SQLSTATE :LAST_ERROR_MESSAGE
\bind_named s1 1 \g
\bind_named s1 a b \g
\bind_named
\parse
\close_prepared
select nosuch \parse s2
select 1; select 2 \parse s3
\bind_named s3 \g
select 1 \; select 2 \parse s4
\parse s5
\bind_named s5 \g
select 'unnamed' \parse ''
\bind_named '' \g
\close_prepared s1
\bind_named s1 1 2 \g
\close_prepared s1
\close_prepared nosuch
insert into nosuch values ($1) \parse s6
create table t (a int, b text);
insert into t values ($1, $2) \parse s7
\bind_named s7 1 'one' \g
\bind_named s7 2 two \g
\bind_named s7 3 three \gdesc
insert into t values ($1, $2) returning * \parse s8
\bind_named s8 3 three \g
table t \parse s9
\bind_named s9 \g (format=csv)
\bind_named s9 \crosstabview
select format('select %L', $1::text) \parse s10
\bind_named s10 'x' \gexec
\bind_named s9 \bind 7
select $1 as bound \g
\bind_named s9 \bind_named s8 4 four \g
\bind 1 \parse s11
\bind_named s9 \close_prepared s9
\bind_named s9 \g
begin;
select 1/0 \parse s12
\bind_named s12 \g
\bind_named s12 \g
rollback;
copy t to stdout \parse s14
\bind_named s14 \g
\set s 'quoted name'
select 'q' \parse :'s'
\bind_named :'s' \g
\bind_named "quoted name" \g
\close_prepared 'quoted name' extra
\p
select 2 +
\close_prepared s8
\p
 3;
table t \parse s15
\bind_named s15 \g
\timing off
\set ECHO queries
\bind_named s15 \g
\close_prepared s15
\set ECHO errors
\bind_named s15 \g
\set AUTOCOMMIT off
select 1 \parse s16
\bind_named s16 \g
rollback;
\bind_named s16 \g
select 1 \bind_named s16 \g
