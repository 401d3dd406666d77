\echo :a [:b] :{?c} :d
select :'a';
\echo :ON_ERROR_STOP :VERBOSITY :{?e}
