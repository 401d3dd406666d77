-- What is skipped of a branch doesn't count for the body of a routine behind it, or around it.
\if false
select 1 as x \gset
\endif
create function behind_a_skipped_statement() returns int begin atomic; select 1; end;
\if true
create function before_else() returns int begin atomic; select 1; end;
\else
create procedure begin
\endif
select 2; select 3;
create or
\if false
select 4;
\endif
replace function among_its_words() returns int begin atomic; select 5; end;
create function within_its_body() returns int begin atomic select 6;
\if false
select case
\elif true
select 7; end;
\endif
select 8; select 9;
\if false
\if true
create procedure begin
\endif
\endif
select 10; select 11;
\echo :x
