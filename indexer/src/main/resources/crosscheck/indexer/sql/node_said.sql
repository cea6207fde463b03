-- What the node said last; nobody else writes about it until this transaction ends.
select last_head_at, head_root, head_slot, justified_epoch, justified_root, finalized_epoch,
  finalized_root
from node_status
where node_id = :node_id and head_root is not null
for update
