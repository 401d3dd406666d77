\set ECHO all
select * from (values ('select 1'), ('select 1/0'), ('select 2')) v(c) \gexec
select 'not reached';
