\set from_part yes
select :'from_part' as part_a;
select nope