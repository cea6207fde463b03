-- What a node said of its head from a row on, in order.
select h.id, h.observed_at, h.head_slot::text as head_slot, h.head_root, h.resolution, h.fork_id,
  h.invalid_root
from node_heads h join nodes n on n.id = h.node_id
where n.name = :node and h.id >= :from
order by h.id
limit :most
