\errverbose
create function f(i int) returns int language plpgsql as $$ begin return 1 / i; end $$;
create table t (a int constraint positive check (a > 0), b int unique);
select f(0);
\errverbose
\set VERBOSITY verbose
insert into t values (-1);
\set VERBOSITY terse
insert into t values (-1);
\errverbose
\set VERBOSITY sqlstate
insert into t values (-1);
select nosuch;
do $$ begin raise notice 'a notice' using hint = 'a hint', detail = 'a detail'; end $$;
\set VERBOSITY default
\set SHOW_CONTEXT never
select f(0);
do $$ begin raise warning 'w'; end $$;
\set SHOW_CONTEXT always
select f(0);
do $$ begin raise warning 'w' using hint = 'h', detail = 'd', errcode = '01ABC'; end $$;
\set VERBOSITY terse
do $$ begin raise warning 'w' using hint = 'h', detail = 'd'; end $$;
select f(0);
\set VERBOSITY verbose
do $$ begin raise warning 'w' using hint = 'h', detail = 'd', column = 'c', table = 't', schema = 's', constraint = 'x', datatype = 'y'; end $$;
\set VERBOSITY default
\set SHOW_CONTEXT errors
do $$ begin execute 'select nosuch'; end $$;
do $$ begin execute E'select 1,\n  nosuch(2)'; end $$;
\errverbose extra
select nosuch;
select 1;
\errverbose
\nosuch
\errverbose
create function g() returns void language plpgsql as $$
begin
  perform f(0);
end $$;
select g();
create function bad() returns int language plpgsql as $$ begin returnx 1; end $$;
create function h() returns int language sql as 'select nosuch';
do language plpgsql $$ declare x int; begin x := 'abc'; end $$;
select * from
  t,
  nosuch;
