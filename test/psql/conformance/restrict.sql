\restrict KEY
create table t(a int);
\echo never
\unrestrict OTHER
\unrestrict KEY
\echo again
\unrestrict KEY
\restrict
