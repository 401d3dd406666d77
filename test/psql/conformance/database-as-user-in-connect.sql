select current_user, current_database();
\c user=postgres
select current_user, current_database();
\c -reuse-previous=off - postgres
select current_user, current_database();
\c -reuse-previous=off
