select position, goal, node, client, standing, kind, limits::text as limits, words, deadline_slot,
  state, progress, seen_id, seen_count, slot, reason
from exercise_goals
where exercise_id = :exercise_id
order by position
