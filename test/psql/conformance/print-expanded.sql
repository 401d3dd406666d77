\x
select 1 as a, 'text' as longer_name;
select 'one
two' as a, 'b' as "c
d" union all select 'three', 'e';
select 1 where false;
\pset border 2
select 1 as a, 'text' as longer_name union all select 22, 'x';
\pset border 0
select 1 as a, 'text' as longer_name union all select 22, 'x
y';
\pset border 1
\t
select 1 as a, 2 as b union all select 3, 4;
\t
\x auto
\pset columns 20
select 'a long text in a narrow table' as a, 'another one' as b;
\x off
\pset format wrapped
select 'a long text in a narrow table' as a, 'another one, too' as b, 1 as c;
\x on
select 'a long text in a narrow table' as a, 'another one, too' as b, 1 as c;
