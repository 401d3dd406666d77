-- HOME is the current folder, by way of another one.
\! mkdir sub
\copy (select 1) to ~/copied.txt
\o ~/results.txt
select 2;
\o
select 3 \g ~/sent.txt
select 'again' as written
\w ~/written.sql
\r
\i ~/written.sql
\ir ~/written.sql
\i '~/written.sql'
\set name ~/written.sql
\echo :name
\i :name
\i ~/missing.sql
\copy t from ~/missing.txt
\copy t from ~
\o ~
\lo_import ~/missing.txt
-- No home of anybody's.
\i ~nobody-of-this-name/x.sql
\i x~
\i ./~/written.sql
\cd ~
\cd ~/sub
