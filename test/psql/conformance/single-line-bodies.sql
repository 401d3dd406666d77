select 1
create function f() returns int begin atomic
return 1; end
select f()
create function g() returns int begin atomic select case when true then 2 end;
end \g
select g() \\ select 3
copy (select 4) to stdout
