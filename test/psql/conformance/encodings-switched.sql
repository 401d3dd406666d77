\encoding
select 'ü', 'é€';
\encoding latin1
select U&'\00fc' as u, nope;
\echo :ENCODING
set client_encoding = 'utf8'; select 'ü';
\encoding nonsense
\encoding UTF-8
\encoding
set client_encoding to sjis;
select U&'\8868' as "byte with backslash", nope;
\encoding
reset client_encoding;
\echo :ENCODING
select length('ü'), :'ENCODING';
set names 'latin1'; select 'ü', length('ü');
\encoding utf8
\set v 'ü'
set client_encoding=latin1;
select :'v', length(:'v');
\encoding utf8
select convert_from('\xfc', 'latin1');
select E'\xfc';
select :'bad';
select :"bad";
\echo :bad
select 'a' as "ä", nope from "ü";
