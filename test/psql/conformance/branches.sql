\if true
\echo 1
\elif true
\echo 2
\else
\echo 3
\endif
\if false
\echo 4
\if true
\echo 5
\else
\echo 6
\endif
\elif yes
\echo 7
\else
\echo 8
\endif
\if maybe
\echo 9
\else
\echo 10
\endif
\else
\elif 1
\endif
select 1 as a
\if 0
, 2 as b
\else
, (3
\if 1
) as c
\endif
\endif
;
\if 1
\else
\else
\elif 1
\endif
\if 0
\set x `echo never` :y 'q'
\i nothing
select 'unterminated
\endif
';
\endif
\if 1
