\echo nothing is known of errors of these
\lo_unlink 4294967295
\errverbose
\lo_export 12345 none.txt
\errverbose
\lo_import none.txt
\lo_import .
\errverbose
\echo a transaction that was begun for one of them stays open
\set AUTOCOMMIT off
\lo_unlink 12345
select 'refused';
rollback;
\lo_import none.txt
select now() = transaction_timestamp(), pg_catalog.pg_current_xact_id_if_assigned() is null;
rollback;
\set AUTOCOMMIT on
\echo its own commands are hidden ones
\set ECHO_HIDDEN on
\lo_unlink 12345
\lo_import data.csv 'a ''comment'''
select obj_description(:LASTOID, 'pg_largeobject');
\lo_unlink :LASTOID
\set ECHO_HIDDEN noexec
\lo_unlink 12345
\lo_import data.csv
