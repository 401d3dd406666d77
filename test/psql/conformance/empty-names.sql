select 1;
\o ''
select 2;
\w ''
\i ''
\ir ''
\copy (select 1) to ''
\copy pg_am from ''
\cd ''
\lo_export 1 ''
\setenv A ''
\getenv x A
\echo [:x] :{?x}
\getenv y NOSUCH_ENV
\echo :{?y}
\getenv
\getenv x
\setenv
\setenv A=B c
\setenv A
\! echo "[$A]"
\prompt
\echo done
