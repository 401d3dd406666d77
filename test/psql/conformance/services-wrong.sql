\connect service=nosuch
\connect service=nested
\connect service=unknown
\connect service=bare
