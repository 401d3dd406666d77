create table t(a text);
insert into t
values ('a
b');
\echo done
select length(a) from t;
