update verdicts
set waiting_for = :waiting_for
where input_id = :input_id and status = 'unjudged'
