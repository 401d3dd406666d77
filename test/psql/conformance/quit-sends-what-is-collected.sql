select 'a'
\q
select 'b';
