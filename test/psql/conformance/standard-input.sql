select 1;
select nope;
select 2;
