do $$ begin
  raise notice 'a notice';
  raise warning 'a warning' using detail = 'its detail', hint = 'its hint';
  raise info 'an info';
end $$;
create table if not exists t(a int);
create table if not exists t(a int);
drop table nope;
drop table if exists nope;
listen channel;
notify channel, 'payload';
