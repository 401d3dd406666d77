-- The second of two servers answers, and is the one from then on.
\connect -reuse-previous=on host=/nonexistent,:HOST port=:PORT
select 1 as "on the second";
\connect
\connect -reuse-previous=on target_session_attrs=read-only
\connect dbname=postgres
select 2 as "not reached";
