\encoding auto
\encoding
\encoding latin1
\encoding AUTO
\encoding 'auto'
\encoding
