select :a as a, :b as b;
