\set FETCH_COUNT 2
\pset expanded auto
\pset columns 100
select * from (values ('a', repeat('x',100)), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
\pset border 0
select * from (values ('a', repeat('x',100)), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
\pset format wrapped
select * from (values ('a', repeat('x',100)), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
\pset linestyle old-ascii
select * from (values ('a', repeat('x',100)), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
select * from (values ('a', repeat('x',100)), ('b', 'c')) v(x, y);
select * from (values ('a', repeat('x',100))) v(x, y);
\pset format aligned
select * from (values ('a', repeat('x',100)), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
select * from (values ('a', 'x'), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
select * from (values ('a', repeat('x',100)), ('b', 'c'), ('d','e'),('f','g')) v(x, y);
\o out.txt
select * from (values ('a', 'x'), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
\o
select * from (values ('a', 'x'), ('b', 'c'), ('d', repeat('y',100))) v(x, y) \g out2.txt
select * from (values ('a', 'x'), ('b', 'c')) v(x, y);
select * from (values ('a', 'x')) v(x, y);
\pset format unaligned
select * from (values ('a', 'x'), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
\pset format csv
select * from (values ('a', 'x'), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
\pset format html
select * from (values ('a', 'x'), ('b', 'c'), ('d', repeat('y',100))) v(x, y);
