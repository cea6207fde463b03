-- When the last row of a node repeats the one before, it is where the node stood until then: moved on.
update node_heads h
set observed_at = greatest(h.observed_at, :at)
from node_heads p
where h.id = (select id from node_heads where node_id = :node_id order by id desc limit 1)
  and p.id = (
    select id
    from node_heads
    where node_id = :node_id and id < h.id
    order by id desc
    limit 1)
  and (h.head_root, h.head_slot, h.justified_epoch, h.justified_root, h.finalized_epoch,
      h.finalized_root)
    is not distinct from (p.head_root, p.head_slot, p.justified_epoch, p.justified_root,
      p.finalized_epoch, p.finalized_root)
