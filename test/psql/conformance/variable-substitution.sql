\set n 3
\set s 'O''Reilly\\n'
\set i 'Mixed "Case"'
\set stmt 'select 1; select 2'
\set frag '1 + '
\set cmd '\\echo from a variable'
\set quote ''''
select :n, :'s', :'n';
create table :"i" (:"n" int, a :n);
select 1 as :"i", 2 as :"s";
:stmt;
select :frag 2;
:cmd
select ':n', ":n" from (select 1 as ":n") x;
select $$:n$$, $a$:n$a$, e':n', u&':n' /* :n */ -- :n
;
select :quote unbalanced :quote;
select array[1,2,3][:n], array[1,2,3,4][2:n], (array[1,2])[1:2];
select 1::int, 2 ::text, 3:: text;
select :nosuch;
select :'nosuch';
select :"nosuch";
select :{?n}, :{?nosuch};
select :{n};
select : n;
select :n:n, :n::text;
\set a ':b'
\set b ':a'
select ':a', :a;
\set self ':self'
select :self;
\set empty
select :empty 1, :'empty';
\set n2 ' 5 '
select :n2;
select '1' :'s';
do $$ begin raise notice ':n'; end $$;
prepare p as select $1 + :n;
execute p(:n);
\set multi 'select 1\n, 2'
:multi;
\set open '('
select :open 1 );
\set semi ';'
select 7 :semi
\set comment '-- gone'
select 8 :comment
;
\set doublequote '"'
select 1 as :doublequote weird :doublequote;
