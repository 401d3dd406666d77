create table t(a int);
insert into t values (1);
select nope;
insert into t values (2);
