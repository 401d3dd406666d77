\echo
\echo -n
\echo -n no newline
\echo ''
\echo -n -n twice
\echo "-n" quoted
\echo '-n' quoted
\echo a   b	c
\echo 'a   b' "c   d" e'f'g"h"i
\echo 'unterminated
\echo "unterminated
\echo still here
\echo 'tab\there' 'new\nline'
\echo "\n" \\ \echo second
\echo a\\ \echo b
\echo a;b ; c;
\echo :nosuch :'nosuch' :"nosuch" ::x :: : :=
\set v 'val ue'
\echo :v :'v' :"v" x:v x:'v'y "in:v" 'in:v'
\echo :{?v} :{?w} :{?} :{v} :{?v
\warn to stderr
\warn -n without newline
\warn
\qecho to the output
\qecho -n without newline
\qecho
\echo /* not a comment */ -- neither
\echoed
\echo*
\ECHO x
\echo $1 $$ %x ~ ` `
