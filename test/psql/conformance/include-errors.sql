\i
\ir
\i nosuch.sql
\ir nosuch.sql
\i .
\include nosuch/../nosuch.sql
\include_relative ./nosuch.sql;
\i 'part-a.sql' extra
\i "part-a.sql"
\i part-a.sql;
select 1 \i part-a.sql
+ 1;
\i part-open.sql
+ 2;
\set f part-a.sql
\i :f
\i :nosuch
\if false
\i nosuch.sql
\endif
\i ./././part-a.sql
\i part-a.sql \echo on the same line
\cd nosuch
\cd part-a.sql
\cd
