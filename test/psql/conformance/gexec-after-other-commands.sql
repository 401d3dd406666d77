select 'from a file';
