-- What needs a pipeline.
\endpipeline
\sendpipeline
select 4 \bind \sendpipeline
\r
\flushrequest

-- What the server leaves out after an error, up to the next Sync.
\startpipeline
select 1;
selec 2;
select 3;
\syncpipeline
select 4;
\endpipeline
\echo :ERROR :SQLSTATE :ROW_COUNT :LAST_ERROR_MESSAGE
\startpipeline
select 1 / $1::int as ratio \bind 0 \sendpipeline
select 2;
\flushrequest
\getresults
\echo :ERROR :SQLSTATE :ROW_COUNT
select 3;
\flushrequest
\getresults
\echo :ERROR :SQLSTATE :ROW_COUNT
\syncpipeline
\getresults
select 4;
\endpipeline
\startpipeline
select $1 \bind \sendpipeline
select 2;
select $1 \parse kept
\bind_named kept 1 \sendpipeline
\syncpipeline
\getresults 1
\echo :PIPELINE_COMMAND_COUNT :PIPELINE_SYNC_COUNT :PIPELINE_RESULT_COUNT
\getresults 1
\getresults 2
\getresults
\endpipeline

-- Errors that a Sync itself finds.
create table item (id integer primary key deferrable initially deferred);
\startpipeline
insert into item values (1), (1);
\syncpipeline
\getresults
select 'after';
\getresults
\endpipeline
\startpipeline
insert into item values (1), (1);
\syncpipeline
select 'after';
select 'this, too';
\endpipeline
table item;

-- Notices come with the results; several statements can't be one.
\startpipeline
do $$ begin raise notice 'heard'; end $$;
select 1 \; select 2;
\endpipeline

-- Commands that wait for a result, and those that need a pipeline.
\startpipeline
select 1 \g
select 1 \gx (format=csv)
select 1 \gset
select 1 \gexec
select 1 \watch 1
select 1 \gdesc
\encoding LATIN1
\sendpipeline
select 2 \sendpipeline
\r
select 3;
\getresults -1
\endpipeline
\encoding

-- What psql sends by itself would have to wait for an answer, too.
\set ON_ERROR_ROLLBACK on
begin;
\startpipeline
select 1;
\set ON_ERROR_ROLLBACK off
select 2;
\endpipeline
commit;
\set AUTOCOMMIT off
\startpipeline
select 3;
\endpipeline
commit;
\set AUTOCOMMIT on

-- COPY isn't possible.
\startpipeline
select 5;
copy item to stdout;
\endpipeline
select 'not reached';
