\timing
\timing
\timing on
\timing off
\timing maybe
\timing on extra
\timing OFF
\timing 0
\timing t
\timing f
