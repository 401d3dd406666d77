create table t(a int);
insert into t values (1), (2) returning a;
update t set a = a + 1;
delete from t where a = 2 returning a;
select 1\; select 2\; insert into t values (9);
\set SHOW_ALL_RESULTS off
select 1\; select 2;
\set ECHO queries
select 3;
\set ECHO errors
select nope;
\set ECHO none
\qecho out
\echo -n no newline
\echo  ' and' "a quoted" word
\warn to standard error
\p
select 5
\p
\g
\r
\p
\t on
select 'tuples only';
