select 1 as a \g
\g
select 2 as a, 'b' as b \gx
\gx
select 3 as a \g out1.txt
\g
select 4 as a \g (format=csv)
select 4 as a, 'x' as b \g (format=unaligned fieldsep='*' tuples_only=on) out2.txt
select 5 as a \g (border=2 title='with a title')
select 5 as a \g ( border=2 )
select 6 as a \g (format=csv
select 7 as a \g (nosuch=1)
select 8 as a \g (format=nosuch)
select 9 as a \g (border=2 nosuch) out3.txt
select 10 as a \g nosuch/file
select 11 as a \g ()
select 12 as a \g (expanded) \\ select 13 as a;
select 14 as a, 'b' as b \gx (format=unaligned)
select 15 as a \gx out4.txt
select 1/0 \g out5.txt
create table t (a int) \g out6.txt
insert into t values (1) returning a \g out7.txt
insert into t values (1) \g out8.txt
select 16 \; select 17 \g out9.txt
copy (select 18) to stdout \g out10.txt
select 19 as a \g (null=NULL) \echo on the line
select null as a \g (null='[]')
select 20 as a \g 'out 11.txt'
select 21 as a \g "out12.txt"
select 22 as a \g :nosuch
\pset
