\timing
select 1;
\timing off
\timing bogus
\timing on off
\o out_o.txt
select 'to file';
\qecho qecho
\echo echo
\warn warn
\qecho -n no newline
\echo -n -n two
\echo "-n" x
\warn -n w
insert into nowhere values (1);
\o
\qecho back
\o out_o.txt
\o out_o2.txt
select 2;
\o
\p
\p extra
select 4
\p
\w out_w.txt
\r
\p
\w
select 5 \p \r
;
\reset
\print
\write out_w.txt
\g
\echo 'single ''quoted''' "double ""quoted""" mixed'a'"b"c :'x' :"x" \\ \echo second
\echo a\\b \\
\echo 'unterminated
\echo "unterminated
\echo :v:w :v :"v
\echo ;; a;
\unknown arg; select 1;
\ select 1
\\ select 2;
\;
\setenv VALUE x
\getenv h VALUE
\echo :h
\getenv n NOT_SET_AT_ALL
\echo :n
\getenv
\getenv a
\setenv
\setenv a=b c
\setenv VALUE
\prompt 'p? ' a b c
\prompt
\copyright
\a \a
\t on
\t
\x
\x bogus
\H
select '<' as a;
\H
\C 'a title'
\C
\f '|'
\f
\T 'border=1'
\T
\pset
\pset bogus
\pset border
\pset border x
\pset format
\pset null
\pset pager
\pset pager always
\pset pager bogus
