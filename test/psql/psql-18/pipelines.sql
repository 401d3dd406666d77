-- Statements join the pipeline by \sendpipeline or a semicolon; their results come at its end.
create table item (id integer primary key, name text);
\startpipeline
select $1 \bind 'one' \sendpipeline
select $1 as a, $2 as b
\bind 'two' 'three' \sendpipeline
select 4; select 'fi;ve'; insert into item values ($1, $2) \bind 1 'x;y' \sendpipeline
select 6
;
\echo :PIPELINE_COMMAND_COUNT :PIPELINE_SYNC_COUNT :PIPELINE_RESULT_COUNT
\endpipeline
\echo :PIPELINE_COMMAND_COUNT :PIPELINE_SYNC_COUNT :PIPELINE_RESULT_COUNT
\echo :ERROR :SQLSTATE :ROW_COUNT

-- Some of them earlier, by \flushrequest and \syncpipeline.
\startpipeline
\startpipeline
\getresults
select 1;
\getresults
\flushrequest
select 2;
\getresults
\echo :PIPELINE_COMMAND_COUNT :PIPELINE_SYNC_COUNT :PIPELINE_RESULT_COUNT
\syncpipeline
select 3; select 4;
\syncpipeline
\syncpipeline
\echo :PIPELINE_COMMAND_COUNT :PIPELINE_SYNC_COUNT :PIPELINE_RESULT_COUNT
\getresults 1
\getresults 2
\echo :PIPELINE_COMMAND_COUNT :PIPELINE_SYNC_COUNT :PIPELINE_RESULT_COUNT
\getresults 0
select 5;
\endpipeline
\getresults

-- Each Sync ends a transaction, if no BEGIN has made it an explicit one.
\startpipeline
insert into item values (2);
insert into item values (1);
insert into item values (3);
\syncpipeline
insert into item values (4);
begin;
insert into item values (5);
\syncpipeline
insert into item values (6);
commit;
set local statement_timeout = '1h';
show statement_timeout;
\endpipeline
select id from item order by id;

-- Kept statements; what parameters hold isn't looked at.
\startpipeline
select $1::int + 1 as next \parse increment
\bind_named increment 41 \sendpipeline
\bind_named increment 1 \sendpipeline
\close_prepared increment
select :'name' as text, $1 as parameter \bind ':name' \sendpipeline
\set name 'O''Reilly'
select :'name' as text, $1 as parameter \bind :name \sendpipeline
\endpipeline
\pset format csv
\startpipeline
select 1 as a, null as b;
table item;
create temp table gone (a int);
\endpipeline
\pset format aligned
select count(*) from gone;
\if false
  \startpipeline
  \getresults 3
  \sendpipeline
  \endpipeline
\endif
