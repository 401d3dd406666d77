create table t (a text);
\o /dev/null
select 'nobody sees it';
\o
select 'nor this' \g /dev/null
\copy (select 1) to /dev/null
\copy t from '/dev/null'
\i /dev/null
select 'not written'
\w /dev/null
\r
select 'seen';
