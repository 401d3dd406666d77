create table t (a int);
\c
create table u (a int);
insert into u values (1);
