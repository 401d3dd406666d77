create table c (a int check (a < 100), b text unique);
copy c from stdin;
1	one
x	two
3	three
\.
\errverbose
copy c from stdin;
1
\.
copy c from stdin;
1	one	more
\.
copy c from stdin;
1	one
2	one
\.
copy c from stdin;
100	hundred
\.
copy c from stdin;
1	bad \xff byte
\.
copy c from stdin (delimiter 'xx');
copy c from stdin;
1	unfinished
\.
begin;
copy c from stdin;
x
\.
select 1;
copy c from stdin;
2	not read
\.
rollback;
copy c to stdout (nosuch);
copy c (nosuch) to stdout;
copy (insert into c values (7, 'seven')) to stdout;
copy (insert into c values (8, 'eight') returning *) to stdout;
copy (select 1/(a-8), a from c order by a) to stdout;
copy (select a, b from c where a = 8 union all select 1/0, 'x') to stdout;
do $$ begin execute 'copy c from stdin'; end $$;
explain copy c to stdout;
create function f() returns trigger language plpgsql as $$ begin raise exception 'row %', new.a using hint = 'no rows today'; end $$;
create trigger tr before insert on c for each row execute function f();
copy c from stdin;
20	twenty
21	twenty-one
\.
select * from c order by a;
copy c from stdin;
1	at the end of the file