-- Until the transaction ends, nobody else writes events. The number is 'events' in ASCII.
select pg_advisory_xact_lock(111559182283891)::text
