create table if not exists t (a int);
create table if not exists t (a int);
drop table if exists nosuch, nosuch2;
drop schema if exists nosuch cascade;
create table c (a int references t);
alter table t add primary key (a);
create table c (a int references t);
drop table t cascade;
do $$ begin
  raise debug 'debug'; raise log 'log'; raise info 'info'; raise notice 'notice %', 1; raise warning 'warning';
end $$;
set client_min_messages = debug1;
do $$ begin raise debug 'debug'; end $$;
set client_min_messages = error;
do $$ begin raise warning 'hidden'; end $$;
set client_min_messages = notice;
do $$ begin raise notice E'two\nlines'; raise notice ''; raise notice 'ä€😀'; end $$;
create function n(i int) returns int language plpgsql as $$ begin raise notice 'row %', i; return i; end $$;
select n(i) from generate_series(1, 3) i;
\set QUIET on
select n(4) \; select n(5);
commit;
rollback;
begin;
begin;
commit;
set local search_path = x;
