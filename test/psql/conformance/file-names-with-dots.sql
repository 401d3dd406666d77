-- \i, \copy and \w take x/.. for nothing; for others, the system decides what is there.
\! mkdir -p here/sub; ln -s here/sub link
select 1 \g missing/../a.txt
\o missing/../b.txt
select 2;
\copy (select 3) to missing/../c.txt
\copy (select 4) to link/../d.txt
select 5 \g link/../e.txt
\o here/./sub/.././f.txt
select 6;
\o
\copy (select 7) to .//here//../g.txt
\copy (select 8) to here/
\o here/
\g here/sub/..
select 9
\w missing/../h.sql
\w link/../i.sql
\w here/
\w ''
\r
\i missing/../h.sql
\i link/../h.sql
\ir here/sub/../../h.sql
\i here/
-- Within a branch: before anything runs, there is no link yet.
\if true
\cd link/..
\endif
\copy (select 10) to j.txt
\i ../h.sql
\cd sub/
\cd ../..
\i h.sql
\! find here -type f | sort | xargs cat
