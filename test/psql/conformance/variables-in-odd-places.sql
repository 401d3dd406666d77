\set x 1
\set y :x:x
\echo :y
\set lst a,b
select ':x', ":x", $$:x$$, $a$:x$a$, -- :x
 /* :x */ :x as "c:x";
select '{"a":1}'::json, '12:30:45'::time, :x::text, array[1,2][:x:2];
create table "t:x" (a int);
select * from :"y";
select :"lst", :'lst';
select :{?x} and not :{?zz} as ok;
select 1 where :'x'::int = :x;
select :x:y;
select :x.:x;
select a:x;
select 1:x;
select :xa;
select ::x;
select :=x;
select :
x;
select E':x', b':x', U&':x';
select :'x''y';
select :'x':'x';
\set json '{"k": "v''s"}'
select :'json'::json;
\set sql 'select ''in var'' as "q";'
:sql
\set part 'as zz'
select 1 :part;
\set semi ;
select 1 :semi select 2 :semi
\set bs '\\'
select :'bs', :bs;
\set dq '"'
select 1 as :"dq";
\set paren '('
select :paren 1);
\set cmt '--'
select 1 :cmt nothing
;
\set open 'select ''abc'
:open
'; 
