select 1 as a, null as b, 'x y' as c \gset
\echo :a :b :c
select 2 as a \gset p_
\echo :p_a
select 'on' as "ECHO" \gset
select 1 where false \gset
select generate_series(1,2) as g \gset
select 'create table t' || n || '(a int)', 'insert into t' || n || ' values (1)' from generate_series(1, 2) n \gexec
select 'select nope', 'select 5' \gexec
select 'not null' as x, null as y \gexec
\g
select 7 as x \gx
select 7 as x \g (format=csv tuples_only=on)
select 7 as x \g (format=csv
select 8 as y \g written.txt
