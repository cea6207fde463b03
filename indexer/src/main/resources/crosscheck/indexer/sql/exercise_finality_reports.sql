-- What a node said of finality from an epoch on, each checkpoint once, and what we find about it.
select r.id, r.observed_at, r.head_slot::text as head_slot, r.finalized_epoch::text as epoch,
  r.finalized_root as root,
  exists (
    select 1
    from checkpoints c join head_changes h on h.finalized_id = c.id
    where c.epoch = r.finalized_epoch and c.root = r.finalized_root) as ours,
  (select c.root
   from checkpoints c join head_changes h on h.finalized_id = c.id
   where c.epoch = r.finalized_epoch and c.root <> r.finalized_root
   limit 1) as other_root
from (
  select distinct on (h.finalized_epoch, h.finalized_root) h.*
  from node_heads h join nodes n on n.id = h.node_id
  where n.name = :node and h.finalized_epoch >= :epoch
  order by h.finalized_epoch, h.finalized_root, h.id) r
order by r.id
limit 64
