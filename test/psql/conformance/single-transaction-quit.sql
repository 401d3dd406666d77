create table t (a int);
\q
create table u (a int);
