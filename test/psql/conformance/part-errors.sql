select 'in';
select nosuch;
\nosuch
select 'out';
