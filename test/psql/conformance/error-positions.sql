select nosuch;
select 'äöü€😀', nosuch;
select '日本語', nosuch, '日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語';
select 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, nosuch, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34;
select 1111111111, 2222222222, 3333333333, 4444444444, 5555555555, 6666666666, 7777777777, 8888888888, nosuch;
select	1,	nosuch;
select 1

,

nosuch;
/* comment
over lines */ select nosuch
-- comment
from pg_class;
select 1,
  2,
    nosuch,
  4;
select 1 +;
select (1;
);
selec 1;
select 'unknown type'::nosuch;
insert into nosuch values (1);
create table t (a int, a int);
select * from pg_class where nosuch = 1 and relname = 'a long condition here to be cut' or relname = 'another long condition';
select e'\u00e9', e'\400', nosuch;
select "Ünïcödé", 1;
select U&'\0061', nosuch;
prepare x as select nosuch;
select 1 \; select nosuch \; select 3;
create view v as select 1 as a
  union all
  select 'x';
alter table nosuch add column a int;
do 'begin nosuch; end';
select 1 as "a	b", nosuch;
