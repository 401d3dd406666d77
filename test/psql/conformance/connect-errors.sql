\c - nosuchuser
select 1;
