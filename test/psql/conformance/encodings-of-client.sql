\encoding
\encoding nosuch
\encoding LATIN1
\encoding
\echo :ENCODING
select 'ä' as "ö", length('ä');
\encoding utf8
\echo :ENCODING
set client_encoding = 'WIN1252';
\echo :ENCODING
select '€' as e;
reset client_encoding;
\echo :ENCODING
set client_encoding = nosuch;
select chr(8364) as euro;
\encoding LATIN1
select chr(8364) as euro;
select nosuch, chr(228);
\encoding SQL_ASCII
select 'ä', chr(228);
\encoding EUC_JP
select chr(26085) as nichi, 'x' as y;
\encoding UTF8
\encoding UTF8 extra
set names 'LATIN9';
\encoding
