select id, parent_id, base_slot::bigint as base_slot, tip_slot::bigint as tip_slot
from forks
order by id
