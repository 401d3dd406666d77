select 'not asked for';
