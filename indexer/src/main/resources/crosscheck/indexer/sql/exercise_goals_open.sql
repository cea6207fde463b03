select position, goal, node, client, kind, limits::text as limits, words, deadline_slot, progress,
  seen_id, seen_count
from exercise_goals
where exercise_id = :exercise_id and state = 'pending'
order by position
