\
\ echo spaced
\\
\;
\nosuch one two \echo not reached
\echo after
select 1 \nosuch
+ 1;
select 2
\p
;
\P
\Q
\echo; x
\pset;
\x;
\x;
\t;
\t off;
\a;
\a
\C 'a title';
select 1;
\C
\f ;
\f
\f '|'
\q now
\echo not reached
