update exercises
set state = case when failed_count = 0 then 'passed' else 'failed' end,
  ended_at = :ended_at, end_slot = :end_slot
where id = :id
returning state, passed_count, failed_count, goal_count
