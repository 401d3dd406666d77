\if false
\i part-a.sql
\endif
\if true
\i part-open.sql
\echo after
\endif
\if true
\ir nosuch.sql
\endif
