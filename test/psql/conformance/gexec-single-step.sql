select 'select 1', 'select 2' \gexec
select 3;
