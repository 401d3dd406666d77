create table t(a int);
\c
select count(*) from t;
\c - - - -
\c "no such database"
select 'never';
