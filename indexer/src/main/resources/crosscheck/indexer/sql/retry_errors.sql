-- Errors of ours get another try, but not for ever.
update verdicts
set status = 'unjudged'
where status = 'error' and attempt_count < :most_attempts
