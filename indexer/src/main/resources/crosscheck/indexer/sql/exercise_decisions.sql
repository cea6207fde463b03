-- When those goals were decided that are to be reached; a NULL: one is not.
select count(*) as goals, count(*) filter (where state = 'pending') as pending,
  coalesce(max(slot), -1) as last_slot
from exercise_goals
where exercise_id = :exercise_id and standing = 'goal'
