-- Forks that finality has not passed, and those below them.
select id, parent_id, base_root, base_slot, first_root, first_slot, tip_root, tip_slot
from forks
where tip_slot > :finalized_slot
order by id
