create table t as select generate_series(3, 1, -1) as a;
\copy t to program 'cat | sort'
\echo next
copy t to stdout \g |sort
insert into t values (4) returning a \g |sort
\echo last
