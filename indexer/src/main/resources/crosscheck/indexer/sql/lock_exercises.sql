-- Of two that would begin an exercise at once the second waits, and sees the first. The number is
-- 'exerci' in ASCII.
select pg_advisory_xact_lock(111567772476265)::text
