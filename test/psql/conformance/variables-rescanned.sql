\set x 'a b'
\set y :x:x
\echo :y :'y' :"y" :{?y} :{?nope} :{?y
\echo ':y' ":y" ':'y'' a:y:y
\set z 'it''s' "quoted" 'tab\there' '\x41\101\n'
\echo :z
\echo :'z' :"z"
select :'z', :"y" from (select 1 as "a ba b") s;
select ':y', $$:y$$, :'y' /* :y */ -- :y
;
select 'a':y;
\set empty
\echo [:empty] [:'empty'] [:"empty"]
select :'empty' as "e:empty";
\set num 5
select :num, -:num, :num::text, :num:num, ':num'::text, array[1,2,3,4,5,6][:num], (array[1,2,3,4,5,6])[2::num];
\set semi 'select 1; select 2;'
:semi
\set bs '\\echo hi'
:bs
\set half 'select '
:half 3;
:half :half;
\set quote ''''
select :quote abc :quote;
\set dollar $$
select :dollar abc; :dollar;
\unset x y nope
\echo :x :y
\set invalid-name 1
\set 1abc ok
\echo :1abc
\set é ü
\echo :é
select :'é';
