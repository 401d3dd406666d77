create role "connect-by-string" superuser login;
\c - connect-by-string
select current_user, current_database();
\c dbname=postgres
select current_user, current_database();
\c - connect-by-string
\c -reuse-previous=on dbname=connect-by-string
select current_user, current_database();
\c -reuse-previous=off
select current_user, current_database();
\c -reuse-previous=off - connect-by-string
select current_user, current_database();
\c postgres://connect-by-string@/postgres
select current_user, current_database();
\c postgres:///connect-by-string
select current_user, current_database();
\c -reuse-previous=on postgres://connect-by-string@
select current_user, current_database();
\c - postgres
drop role "connect-by-string";
\c user=connect-by-string
\c
\c dbname=connect-by-string
select current_user, current_database();
