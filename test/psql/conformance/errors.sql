select nope;
select
  1,
	'ü', nope from pg_class;
select 'a very long line of text that goes on and on and on', 'and on', nope, 'and then goes on a good deal further to the right';
insert into missing values (1);
select 1 +;
do $$ begin perform 1/0; end $$;
create table t(a int primary key);
insert into t values (1), (1);
select substring('x' from;
\set VERBOSITY terse
select nope;
\set VERBOSITY sqlstate
select nope;
\set VERBOSITY default
\set SHOW_CONTEXT never
do $$ begin perform 1/0; end $$;
\set SHOW_CONTEXT always
do $$ begin raise notice 'with context'; end $$;
\echo :ERROR :SQLSTATE :LAST_ERROR_SQLSTATE :LAST_ERROR_MESSAGE
