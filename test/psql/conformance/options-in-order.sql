select :'v' as v;
