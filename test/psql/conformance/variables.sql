\set a 1
\set b 'two words'
\set c :a :b
\echo :a :'b' :"b" :c :unknown :{?a} :{?unknown}
select :a, :'b', :'unknown', :{?a};
\set quote 'it''s a \\ backslash'
select :'quote';
\set stmt 'select 1; select 2'
:stmt;
\unset a
\echo :a
\set ON_ERROR_STOP maybe
\set ECHO loud
\set FETCH_COUNT x
\set 1-bad name
\set AUTOCOMMIT
\echo :AUTOCOMMIT
\unset AUTOCOMMIT
\echo :AUTOCOMMIT
\getenv v CASE_VALUE
\getenv w CASE_NOTHING
\echo :v :w
\setx
\set x 'unterminated
\set
