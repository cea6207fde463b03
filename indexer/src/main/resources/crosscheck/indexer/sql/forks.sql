select id, parent_id, base_root, base_slot, first_root, first_slot, tip_root, tip_slot, block_count
from forks
order by id
