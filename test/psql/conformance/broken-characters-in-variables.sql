\set v 'a\xff'
\echo :'v'
select :'v';
select :"v";
\set v 'a\xe2\x82'
select :'v';
select 1;
\echo :'v' done
