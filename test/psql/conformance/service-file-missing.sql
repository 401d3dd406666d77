\echo :USER :DBNAME
select current_setting('application_name'), current_setting('client_encoding'), current_setting('geqo');
