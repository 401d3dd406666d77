create table t(a int);
select nope;
