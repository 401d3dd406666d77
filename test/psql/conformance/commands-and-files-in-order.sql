select 'from the file';
select nosuch;
select 1
