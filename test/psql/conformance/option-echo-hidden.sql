select 1;
\encoding UTF8
select 1 \gdesc
