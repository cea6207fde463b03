-- How far it is, when that has changed.
update exercise_goals
set progress = :progress, seen_id = :seen_id, seen_count = :seen_count
where exercise_id = :exercise_id and position = :position and state = 'pending'
  and (progress, seen_id, seen_count) is distinct from (:progress, :seen_id, :seen_count)
