\if false
\lo_nosuch a `touch made` :x 'open
\endif
\lo_ x
\lo_import nosuch 'a comment'
\else
\lo_nosuch
\endif
\lo_nosuch 'a' b \\ select 1;
\if false \lo_whatever \\ \endif
\if true \\ select 'run' as it; \else \\ select 'not run'; \lo_x \endif
\if no
\copy nosuch from 'nosuch' \endif
\! touch made \endif
\o | cat > made \endif
\g | cat > made \endif
\w | cat > made \endif
\i nosuch
\connect nosuch
\setenv A b
\gset
\watch
\dnosuch
\d
\sf nosuch
\ef nosuch
\h select
\? options
\s
\password nobody
\restrict x
\unrestrict y
\q
\crosstabview a b c d
\errverbose
\lo_unlink
\echo `touch made`
\set x `touch made`
\elif yes
select 'here';
\endif
