-- Another process judges: it is to look now.
select pg_notify('crosscheck_inputs', '')
