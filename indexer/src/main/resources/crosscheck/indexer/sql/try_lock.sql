-- One judge at a time over a database, for as long as its connection lives.
-- The number is 'crosschk' in ASCII.
select pg_try_advisory_lock(7165912498747697259)
