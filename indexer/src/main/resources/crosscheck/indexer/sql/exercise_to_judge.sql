-- Nobody else judges it until this transaction ends.
select id, name, exercise, paced_by, started_at, start_slot, deadline_slot
from exercises
where id = :id and state = 'running'
for update
