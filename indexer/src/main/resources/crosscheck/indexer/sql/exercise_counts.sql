update exercises e
set passed_count = c.passed, failed_count = c.failed
from (
  select count(*) filter (where state = 'passed') as passed,
    count(*) filter (where state = 'failed') as failed
  from exercise_goals
  where exercise_id = :id) c
where e.id = :id
