\prompt
\prompt a
\prompt 'What? ' b
\prompt 'Again ' c extra
\echo [:a] [:b] [:c]
\prompt 'The end ' d
\prompt e
\echo :{?d} :{?e}
\prompt ON_ERROR_STOP
