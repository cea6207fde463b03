-- Delivered when the transaction commits.
select pg_notify('crosscheck_sources', '')
