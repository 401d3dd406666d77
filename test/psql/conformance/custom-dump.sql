PGDMP nonsense
select 1;
