insert into forks (
  id, first_root, first_slot, tip_root, tip_slot, block_count, created_at)
select 0, genesis_root, genesis_slot, genesis_root, genesis_slot, 0, created_at
from networks
