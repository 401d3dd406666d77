START_REPLICATION 0/0;
select 1;
\echo after
