\if
\echo empty
\endif
\if true
\echo 1
\elif true
\echo no
\else
\echo no
\endif
\if 0
\elif no
\echo no
\elif YES
\echo 2
\elif nonsense
\echo no
\else
\echo no
\endif
\if nonsense
\echo no
\else
\echo 3
\endif
\if on extra
\echo no
\else
\echo 4
\endif
\if :nosuch
\else
\echo 5
\endif
\set f off
\if :f
\elif :{?f}
\echo 6
\endif
\if tru
\echo 7
\endif
\if o
\else
\echo 8
\endif
\if 2
\else
\echo 9
\endif
\else
\elif true
\endif
\if true
\else
\else
\elif true
\endif
\if false
\if nonsense
\elif nonsense
\else
\endif extra
\nosuch
\echo no
select 1/0;
\include nosuch.sql
\c nosuch
\set inside 1
\q
\copy nosuch from nosuch
\if true
\echo no
\endif
\else extra
\echo 10 :{?inside}
\endif extra
\if true \echo 11 \\ \echo 12
\endif \echo 13
select 1
\if false
+ nonsense
\else
+ 2
\endif
as sum;
select (
\if true
1
\else
2)
\endif
) as paren;
\if false
'
\endif
\echo in a quote
'
\endif
\if true
\if false
\echo no
