\getenv
\getenv a
\getenv a CASE_VALUE
\echo [:a]
\set b before
\getenv b NO_SUCH_VARIABLE
\echo [:b]
\getenv "x y" CASE_VALUE
\getenv ECHO CASE_VALUE
\getenv c CASE_VALUE extra
\setenv
\setenv NEW value
\getenv d NEW
\echo [:d]
\setenv NEW
\getenv e NEW
\echo [:{?e}]
\setenv A=B c
\setenv NEW 'two words' extra
\getenv f NEW
\echo [:f]
\setenv EMPTY ''
\getenv g EMPTY
\echo [:g]
