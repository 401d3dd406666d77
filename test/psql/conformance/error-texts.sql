\set VERBOSITY verbose
do $$ begin raise notice 'n' using detail = 'd', hint = 'h', errcode = '01000'; end $$;
do $$ begin raise warning 'w'; raise info 'i'; raise log 'l'; raise debug 'x'; end $$;
\set VERBOSITY terse
select 1
from nowhere;
do $$ begin raise exception 'e' using detail = 'd', hint = 'h', schema = 's', table = 't', column = 'c', datatype = 'dt', constraint = 'k'; end $$;
\errverbose
\set VERBOSITY sqlstate
select 1/0;
select 'x'::int;
\errverbose
\set VERBOSITY default
\set SHOW_CONTEXT always
do $$ begin raise notice 'with context'; perform 1/0; end $$;
\set SHOW_CONTEXT never
do $$ begin perform 1/0; end $$;
\set SHOW_CONTEXT errors
create function pg_temp.f(int) returns int language sql as 'select 1/$1';
select pg_temp.f(0);
select * from (values (1),(2)) v(a)
	where	nope = 'ünï' and "日本語日本語日本語日本語日本語日本語日本語日本語" = 1;
select '日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語', nope, '日本語日本語日本語日本語日本語日本語';
select
  nope;

select 'a
b', nope;
select 1 as a,	2 as	b, nope;
execute nope; prepare p as select $1::int; execute p('x'); execute p(1,2);
create function pg_temp.g() returns void language plpgsql as $$
begin
  execute 'select 1 from
    nowhere';
end $$;
select pg_temp.g();
\set VERBOSITY verbose
select pg_temp.g();
\errverbose
set client_min_messages = error;
do $$ begin raise notice 'hidden'; end $$;
set lc_messages = 'C';
selec 1;
select 1 fro;
select (1;
);
select 'unterminated
