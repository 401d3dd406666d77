\pset
select null as n;
