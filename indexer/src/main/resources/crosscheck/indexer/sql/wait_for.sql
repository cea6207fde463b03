update verdicts
set waiting_for = :waiting_for, off_chain = :off_chain
where input_id = :input_id and status = 'unjudged'
