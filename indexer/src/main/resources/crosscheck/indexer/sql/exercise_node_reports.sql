-- What a node said of its head from a row on, in order; until when it stood there, where a row repeats
-- the one before; and when the block that it names had come.
select h.id, h.observed_at, h.head_slot::text as head_slot, h.resolution, h.fork_id, h.invalid_root,
  coalesce(
    (h.head_root, h.head_slot, h.justified_epoch, h.justified_root, h.finalized_epoch,
      h.finalized_root)
    is not distinct from (p.head_root, p.head_slot, p.justified_epoch, p.justified_root,
      p.finalized_epoch, p.finalized_root), false) as repeats,
  (select min(i.received_at)
   from blocks b join inputs i on i.id = b.input_id
   where b.root = h.head_root) as head_received_at
from node_heads h
  join nodes n on n.id = h.node_id
  left join lateral (
    select *
    from node_heads
    where node_id = h.node_id and id < h.id
    order by id desc
    limit 1) p on true
where n.name = :node and h.id >= :from
  -- To begin with, where it stood at a time; the row of that is among the last few before.
  and h.id >= case when :from > 0 then 0 else coalesce((
    select b.id
    from node_heads b
    where b.node_id = n.id and b.observed_at < :since
    order by b.observed_at desc
    offset 8 limit 1), 0) end
order by h.id
limit :most
