-- Names are bytes: these aren't UTF-8.
create table c (a text);
insert into c values ('one');
\copy c to 'copied-ι.txt'
\copy c from 'copied-ι.txt'
\o 'results-ÿ.txt'
select * from c;
\o
select 'sent' \g 'sent-ιθ.txt'
select 1/0 as "written"
\w 'statement-ι.sql'
\r
\i 'statement-ι.sql'
\ir './statement-ι.sql'
\i 'missing-ι.sql'
\copy c from 'missing-ι.txt'
\o 'missing-ι/x.txt'
\! mkdir "$(printf 'folder-\351')"
\cd 'folder-ι'
select 'within' \g within.txt
\copy c from within.txt
\i '../statement-ι.sql'
\cd ..
\cd 'missing-ι'
select * from c;
