\connect -reuse-previous=on target_session_attrs=primary
\connect -reuse-previous=on target_session_attrs=read-write
\connect -reuse-previous=on target_session_attrs=prefer-standby
select pg_is_in_recovery();
\connect -reuse-previous=on 'options=''-c default_transaction_read_only=on'' target_session_attrs=read-only'
show transaction_read_only;
\connect -reuse-previous=on target_session_attrs=read-write
