\gset
select 1 as a, 'x' as "B c", null as d \gset
\echo :a :{?d}
select 1 as a, null as a2 \gset p_
\echo :p_a :{?p_a2}
\set q_x before
select null as x \gset q_
\echo :{?q_x}
select 1 as a union all select 2 \gset
select 1 as a where false \gset
select 1/0 as a \gset
create table t (a int) \gset
insert into t values (1) returning a as got \gset
\echo :got
insert into t values (2) \gset
select 'off' as "ECHO", 5 as "FETCH_COUNT" \gset
select 1 as "bad name" \gset
select 1 as good, 2 as "bad name", 3 as later \gset
\echo :good :{?later}
select 1 as x, 2 as x \gset
\echo :x
select \gset
select 'it''s' as s \gset \\ select :'s';
select 1 as one \; select 2 as two \gset
\echo :{?one} :two
select 1 as a \gset '' extra
select 7 as "ä" \gset
\echo :ä
select 1 as n \gset "p q "
select 1 as n \gset x-
select
