select 'a' /* c1 /* nested */ still */ , 'b' -- c
-- dash ' quote
, $x$ $y$ ' " ; $x$, $$;$$, e'\';', U&'\0041', u&"a" from (select 1 as a) q(a);
select 1 operator(pg_catalog.+) 2, 1 +-- c
2, 1*-2, 1--2
;
select 'x'--c
'y';
select 'x'

'y';
select 'x' 'y';
select b'1' '0';
select b'1'
'0';
select e'a\
b', 'c\'
, 'd';
;;; ; select 3;;
select (1;2);
);
select 4;
create function f1() returns int begin atomic select 1; select case when true then 2 else 3 end; end; select 'after';
create or replace function f1(begin int) returns int language sql begin atomic; select 1; end;
create function f2() returns int return 5;
select f1(), f2();
create rule r as on insert to nosuch do also (select 1; select 2);
select "a;b" from (select 1 as "a;b") q;
select 1.5e3, 1..2, .5, 1.e2, 0x1F, 1_000, 1a;
select $1, $1a, a$1 from (select 1 as a$1) q;
select a$$b from (select 2 as a$$b) q;
select :: int;
select '1'::int, 1 :: text, '{1,2}'::int[], (array[1,2])[1:1];
prepare p as select $1::int; execute p(1);
select 'unterminated ;
