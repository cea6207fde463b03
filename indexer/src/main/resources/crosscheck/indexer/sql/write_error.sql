update verdicts
set status = 'error',
  waiting_for = null,
  judged_at = :judged_at,
  judging_micros = :judging_micros,
  attempt_count = attempt_count + 1,
  failure_function = :failure_function,
  failure_check = :failure_check,
  failure_message = :failure_message,
  failure_expected = :failure_expected,
  failure_actual = :failure_actual
where input_id = :input_id and status = 'unjudged'
returning attempt_count
