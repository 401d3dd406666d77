\pset numericlocale on
select v, v::text as text from (values (0::numeric), (1), (12), (123), (1234), (-1234), (12345.678), (-123456789.01), (1e20), ('NaN')) x(v);
select 1234567::int2 where false union all select 12345::int2;
select 123456::int4, 1234567890123::int8, 1.5e10::float8, 1e300::float8, 1234.5::float4, '-Infinity'::float8, 1234.56::money, 123456::oid, '12345'::xid;
\pset format csv
select 1234567.89 as n, -1234 as i, '1234567' as s;
\pset format unaligned
select 1234567.89 as n, -1234 as i, '1234567' as s;
\pset format html
select 1234567.89 as n, -1234 as i;
\pset format aligned
\x
select 1234567.89 as n, -1234 as i;
\x
\pset numericlocale off
select 1234567.89 as n;
\pset numericlocale maybe
\pset numericlocale
