-- The header line of a record: the values here are at least as wide as it is, so that nothing has to be filled.
\pset xheader_width
\pset xheader_width none
\x
\pset xheader_width column
select 'one' as name, repeat('y', 40) as "a longer name";
\pset border 0
select 'one' as name, repeat('y', 40) as "a longer name";
\pset border 2
select 'one' as name, repeat('y', 40) as "a longer name";
\pset xheader_width 25
\pset xheader_width
select 'one' as name, repeat('y', 40) as "a longer name";
\pset border 1
select 'one' as name, repeat('y', 40) as "a longer name" from generate_series(1, 2);
\pset border 0
select 'one' as name, repeat('y', 40) as "a longer name";
\pset border 1
\pset xheader_width Page
select 'one' as name, repeat('y', 40) as "a longer name";
\pset columns 30
select 'one' as name, repeat('y', 40) as "a longer name";
\pset xheader_width full
select 'one' as name, repeat('y', 40) as "a longer name";
