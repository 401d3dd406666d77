create table c (a int, b text);
insert into c values (1, 'one'), (2, null);
\copy c to 'out.bin' binary
\copy c from 'out.bin' with (format binary)
\copy binary c to out2.bin
\copy c from data.csv binary
select * from c order by a;
copy c to stdout binary \g out3.bin
copy c from stdin binary;
not binary
select 'swallowed';
