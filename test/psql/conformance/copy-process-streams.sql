create table t(a int);
\copy t from pstdin
select * from t order by a;
\copy t to pstdout
