create function boom(i int) returns int language plpgsql as $$
declare r int;
begin
  if i > 2 then
    raise exception 'boom at %', i using detail = 'the detail', hint = 'the hint', errcode = 'P0002';
  end if;
  select boom(i + 1) into strict r;
  return r;
exception when division_by_zero then
  return 0;
end $$;
select boom(1);
do $$
begin
  perform boom(2);
exception when no_data_found then
  raise warning 'caught: %', sqlerrm;
  raise;
end $$;
do $$ begin perform 1/0; end $$;
do $$ begin insert into nosuch values (1); end $$;
do $$ begin execute 'select * from ' || quote_ident('no"such'); end $$;
do $$ begin assert false, 'assertion text'; end $$;
do $$ begin commit; perform 1/0; end $$;
create procedure p() language plpgsql as $$ begin create table kept (a int); commit; raise exception 'after commit'; end $$;
call p();
select * from kept;
begin;
call p();
rollback;
create function s() returns int language sql as 'select 1/0';
select s();
create function si() returns int language sql immutable as 'select 1/(1-1)';
select si();
do $$ declare c cursor for select 1/0; x int; begin open c; fetch c into x; end $$;
do $$ begin
  syntax error here
end $$;
create function bad() returns int as $$ select 'x' $$ language sql;
select * from generate_series(1, 3) g where 1/(g-2) > 0;
create view v as select 1/0 as z;
select * from v;
create table t (a int generated always as (1/0) stored);
create table t (a int, b int generated always as (1/a) stored);
insert into t values (0);
do language nosuch $$ x $$;
