select current_user, current_database();
