\c nosuchdb
select 1;
