select 1 as a, '<b>' as b;
create table t (a int);
\H
select 2;
\H
select null as n;
\lo_unlink 1
