\set
\unset
\unset nothing
\set 1a one
\set _b two three 'four  five'
\echo :1a :_b
\set "quoted" x
\set a-b x
\set a.b x
\set ä umlaut
\echo :ä
\unset ä
\echo :ä
\set empty
\echo [:empty] :{?empty} :{?none}
\set empty ''
\echo [:empty] [:'empty'] [:"empty"]
\unset a-b
\unset "quoted"
\set x 'it''s' " spaced" \\ \echo :x
\set nul 'before\0after'
\echo [:nul]
\set octal '\101\60x\x41\x4\n-\t-\b\r\f\q\\'
select :'octal';
\set x
\set y :x:x
\echo [:y]
\set list 1, 2
select * from (values (:list)) v;
\set
