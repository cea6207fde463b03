-- What a node said of finality from an epoch on, each checkpoint once; until when it is known to have
-- said something else, where a row tells that; and the verdicts with which we found the same checkpoint
-- final, or another one of that epoch.
select r.id, r.observed_at, r.head_slot::text as head_slot, r.finalized_epoch::text as epoch,
  r.finalized_root as root,
  case when (p.head_root, p.head_slot, p.justified_epoch, p.justified_root, p.finalized_epoch,
      p.finalized_root)
    is not distinct from (q.head_root, q.head_slot, q.justified_epoch, q.justified_root,
      q.finalized_epoch, q.finalized_root) then p.observed_at end as since,
  o.import_order as our_order, o.block_root as our_block_root, o.slot::text as our_slot,
  x.import_order as other_order, x.root as other_root
from (
  select distinct on (h.finalized_epoch, h.finalized_root) h.*
  from node_heads h join nodes n on n.id = h.node_id
  where n.name = :node and h.finalized_epoch >= :epoch
  order by h.finalized_epoch, h.finalized_root, h.id) r
  left join lateral (
    select *
    from node_heads
    where node_id = r.node_id and id < r.id
    order by id desc
    limit 1) p on true
  left join lateral (
    select *
    from node_heads
    where node_id = r.node_id and id < p.id
    order by id desc
    limit 1) q on true
  left join lateral (
    select h.import_order, b.root as block_root, b.slot
    from checkpoints c
      join head_changes h on h.finalized_id = c.id
      join verdicts v on v.import_order = h.import_order
      join blocks b on b.input_id = v.input_id
    where c.epoch = r.finalized_epoch and c.root = r.finalized_root
    order by h.import_order
    limit 1) o on true
  left join lateral (
    select h.import_order, c.root
    from checkpoints c join head_changes h on h.finalized_id = c.id
    where c.epoch = r.finalized_epoch and c.root <> r.finalized_root
    order by h.import_order
    limit 1) x on true
order by r.id
limit 64
