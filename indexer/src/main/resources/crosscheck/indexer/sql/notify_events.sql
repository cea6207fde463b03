-- Delivered when the transaction commits.
select pg_notify('crosscheck_events', max(id)::text)
from event_log
