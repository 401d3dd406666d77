create table d (v text, h text, c text, rank text);
insert into d values ('r1','c','x','2'), ('r2','b','y','2'), ('r1','B','z','2'), ('r2',null,'null','2'), ('r1','a','w','3'), ('r3','é','v','1');
-- Equal ranks: by name, as bytes, NULL last.
select v, h, c, rank from d \crosstabview v h c rank
select v, h, c, 0 as rank from d \crosstabview v h c rank
-- What is no rank counts as 0.
select v, h, c, c as rank from d \crosstabview v h c rank
select v, h, c, case h when 'a' then '-' when 'b' then '-1' when 'c' then '+1' when 'B' then ' 1' end as rank from d \crosstabview v h c rank
-- The column of a first row decides.
select 1 as v, h, rank as c, rank from (values ('x', 2), ('y', 1)) as t (h, rank) union all select 2, 'x', 0, 0 \crosstabview v h c rank
