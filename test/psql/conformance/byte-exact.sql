set client_encoding = 'LATIN1';
create table t(a text);
insert into t values ('הצü');
select length(a), a from t;
set client_encoding = 'UTF8';
select a from t;
select 'ÿ';
select 'after';
