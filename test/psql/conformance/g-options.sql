select 1 as one \g (format=html border=3 title=T tableattr='class=x')
select '<a&b>"' as "<h>" \g (format=html)
select '|a\b*' as "h|" \g (format=asciidoc)
select 'a_b{c}$%#&~^\' as "h_" \g (format=latex)
select 'a_b{c}$%#&~^\' as "h_" \g (format=latex-longtable border=2 title=x tableattr='0.5 0.2')
select '.a\b' as "h" \g (format=troff-ms)
select 1 \g (bogus=1)
select 2 \g (format=bogus)
select 3 \g (format=csv
select 4 \g (format = csv)
select 5 \g ( format=csv )
select 6 \g (format=csv) rows.txt
select 8 as a \gx
\g
\gx
\g (expanded=on)
select 9 \g rows.txt extra
select 10 \gset p_ extra
select 1 as "ERROR", 2 as "AUTOCOMMIT", 3 as "bad name", null as nul \gset
\echo :ERROR :AUTOCOMMIT :nul
select 4 as ok \gset "quoted"
\echo :quotedok
select 5 as "UPPER", 6 as "ü" \gset
\echo :UPPER :ü
select 1 where false \gset
select generate_series(1,2) \gset
create table x(a int) \gset
select 11 \gexec
select null, '', 'select 12', '   ', 'select 13; select 14' \gexec
select 'copy (select 15) to stdout', '\echo hi', 'select '';''' \gexec
select 1 as a, 2 as b \gdesc
create table y(a int) \gdesc
select nope \gdesc
select $1::int, $2 \gdesc
select 1 \gdesc extra
insert into x values (1) returning a, a::numeric(4,2), 'c'::varchar(3) \gdesc
values (1,'a','b'), (1,'c','d') \crosstabview
values (1,'a','b'), (2,'c','d'), (1,'c', null) \crosstabview
select 1 as r, 2 as c \crosstabview
select 1 as r, 2 as c, 3 as v, 4 as w \crosstabview r c
select 1 as r, 2 as c, 3 as v, 4 as w \crosstabview 1 2 4 3
select 1 as r, 2 as c, 3 as v \crosstabview 1 1
select 1 as r, 2 as c, 3 as v \crosstabview 0 9
select 1 as "R r", 2 as "C", 3 as v \crosstabview "R r" C
select 1 as a, 1 as a, 2 as b \crosstabview a b
