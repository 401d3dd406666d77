-- Data of several COPY TO STDOUT in one query, each in its place among the results.
copy (select 1) to stdout \; select 2 \; copy (select 3) to stdout \; copy (select 4 where false) to stdout \; select 5;
select 1 \; copy (select 2) to stdout \; copy (values (3), (4)) to stdout;
\o copies-among-results.out
select 1 \; copy (select 2) to stdout \; select 3 \; copy (select 4) to stdout;
\o
select 1 \; copy (select 2) to stdout \; select 3 \; copy (select 4) to stdout \g copies-among-results-2.out
copy (select 1) to stdout \; copy (select 1 / (2 - g) from generate_series(1, 3) g) to stdout \; copy (select 3) to stdout;
copy (select 'after') to stdout;
