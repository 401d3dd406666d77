\if true
  \if false
    \echo no
    select 'no;
  '; \endif
  \elif true
    \echo yes
  \elif bogus
    \echo no
  \else
    \echo no
  \endif
\else
  \if bogus \i nonexistent
  \endif
\endif
\if
\echo empty
\endif
\if yes no
\echo extra
\endif
\if 0
\elif
\echo x
\endif
\else
\endif
\elif true
\if :{?nope} \echo a \else \echo b \endif
\if 1 \echo a \else \echo b \endif
select 1
\if true
, 2
\else
, 3
\endif
;
select 1
\if false
, 2 \g
\gset
\else
, 3
\endif
;
\if tru
\echo tru
\elif of
\endif
\if of
\endif
\if o
\endif
\if ON
\echo on
\if fAlSe
\set x 1
\copy nowhere from nowhere; \echo
\q
\prompt a
\endif
\endif
\if 1
select 'unclosed';
