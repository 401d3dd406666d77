select 1;
\echo shown
\qecho in the file
\o
select 2;
\o other.txt
select 3;
\o nosuch/x
select 4;
\p
