\echo :HOST
select current_setting('application_name'), current_setting('search_path');
