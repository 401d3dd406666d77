set standard_conforming_strings = off;
select 'a\'b';
select E'c\'d', 'e''f';
set standard_conforming_strings = on; select 'not yet\';
';
select 'now\';
