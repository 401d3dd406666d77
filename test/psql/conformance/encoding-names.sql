\encoding
\encoding LATIN1
\encoding
select 'é' as x, length('é');
\encoding nosuch
\encoding utf8
\encoding UNICODE
\encoding
set client_encoding = sjis;
\encoding
\echo :ENCODING
select 1;
reset client_encoding;
\encoding
\echo :ENCODING :SERVER_VERSION_NUM :DBNAME :USER
set client_encoding to 'SQL_ASCII';
select 'é';
\set x 'é'
select :'x', 1 as :"x";
set client_encoding = gbk;
\set y '誠'
select :'y';
set client_encoding = utf8;
select E'\xe9';
select 'é' as "é漢", '漢字' as b, 'à́' as c, E'\u200b' as d, E'a\tb' as e, E'a\rb' as f, E'\x01\x7f' as g, '😀' as h, '👨‍👩‍👧' as i;
\pset linestyle unicode
\pset border 2
select 'é' as "é漢", E'漢\n字' as b, E'\u00ad' as soft;
\x
select 'é' as "é漢", E'漢\n字' as b;
