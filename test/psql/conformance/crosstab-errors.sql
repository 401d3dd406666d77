create table d (v text, h text, c text, n int);
insert into d values ('r1','c1','x',2), ('r2','c2','y',1), ('r1','c2','z',1), (null,'c1','null row',2), ('r2',null,'null column',3);
select v, h, c from d \crosstabview
select v, h, c, n from d \crosstabview v h c n
select v, h, c, n from d \crosstabview 1 2 3 4
select v, h, c, n from d \crosstabview h v c
select v, h, c, n from d \crosstabview
select v, h from d \crosstabview
select v, h, c from d \crosstabview v v
select v, h, c from d \crosstabview 0
select v, h, c from d \crosstabview 4
select v, h, c from d \crosstabview nosuch
select v, h, c, c from d \crosstabview v h c
select v as "V", h as "H h", c from d \crosstabview "V" "H h" c
select v as "V", h, c from d \crosstabview v
select v, h, c, n from d \crosstabview v h c c
select v, h, c from d union all select 'r1', 'c1', 'again' \crosstabview
select v, h, c from d where false \crosstabview
select 1/0, 2, 3 \crosstabview
create table e () \crosstabview
\pset null '∅'
select v, h, c, n from d \crosstabview v h n
\pset format csv
select v, h, c from d \crosstabview
\pset format unaligned
select v, h, c from d \crosstabview
\pset format aligned
\pset border 2
\x
select v, h, c from d \crosstabview
\x
\o out.txt
select v, h, c from d \crosstabview
\o
select v, h, n from d \crosstabview v h n
select 'a' as v, x as h, x * x as c from generate_series(12, 8, -1) x \crosstabview v h c h
select v, h, c from d \crosstabview v h c extra more
\crosstabview
