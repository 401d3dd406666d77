create table texts(a serial, b text);
create table switches(setting text);
create function switch() returns trigger language plpgsql as $$ begin perform set_config('standard_conforming_strings', new.setting, false); return new; end $$;
create trigger switch before insert on switches for each row execute function switch();
set escape_string_warning = off;
-- The next line is read by the new value.
insert into switches values ('off');
insert into texts(b) values ('a\'b');
insert into switches values ('on');
insert into texts(b) values ('c\');
-- A string that begins in a line without a backslash, and goes on with one.
insert into switches values ('off');
insert into texts(b) values ('d
e\'f');
insert into switches values ('on');
insert into texts(b) values ('g
h\');
insert into switches values ('off');
insert into texts(b) values ('p'); insert into texts(b) values ('q
r\'s');
insert into switches values ('on');
select b from texts order by a;
