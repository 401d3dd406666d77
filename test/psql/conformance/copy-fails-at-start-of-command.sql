select 'the script goes on' as x;
