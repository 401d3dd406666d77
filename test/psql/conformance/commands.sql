\nosuch
\echo a \\ select 1;
select 2 \echo inline
;
\unset a b c
\timing sideways
\timing off
\conninfo x
\encoding
\encoding LATIN1
\echo :ENCODING
select 'ü';
\encoding nonsense
\encoding UTF8
\errverbose
\cd missing
\w written.sql
\o results.txt
select 'in a file';
\qecho and this
\o
select 'not in a file';
\prompt 'a value? ' value
\echo :value
\quit 3
\echo never
