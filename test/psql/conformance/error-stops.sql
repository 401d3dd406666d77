create table before(a int);
select nope; create table same_line(a int);
create table after(a int);
