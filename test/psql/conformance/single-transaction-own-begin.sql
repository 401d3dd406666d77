begin;
create table t (a int);
commit;
create table u (a int);
rollback;
create table v (a int);
