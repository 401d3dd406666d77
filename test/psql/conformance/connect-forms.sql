select current_database() = :'DBNAME' as same \gset
\echo :same
create role connect_case login;
\c - connect_case
select current_user;
\c - postgres
drop role connect_case;
\c -reuse-previous=maybe
\c -reuse-previous=on
\c "" ""
\c - - - -
\connect - - - - extra
\c dbname=x y
\c :DBNAME
\c :"DBNAME"
\c ;
\set QUIET on
\c
\set QUIET off
begin;
create table lost (a int);
\c
select to_regclass('lost');
\set AUTOCOMMIT off
create table lost (a int);
\c
select to_regclass('lost');
set search_path = nosuch;
\c
show search_path;
\conninfo extra
