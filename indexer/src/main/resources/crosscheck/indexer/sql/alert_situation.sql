-- Where the network stands; no row before judging has begun.
select n.genesis_time,
  (n.config ->> 'SECONDS_PER_SLOT')::bigint as seconds_per_slot,
  (n.config ->> 'SLOTS_PER_EPOCH')::bigint as slots_per_epoch,
  h.head_root, h.head_slot, h.finalized_epoch,
  coalesce(
    (select min(i.received_at)
     from blocks b join inputs i on i.id = b.input_id
     where b.root = h.head_root),
    n.created_at) as head_received_at,
  (select least(max(head_slot), 9223372036854775807)::bigint
   from node_status
   where state = 'ok' and last_head_at >= :nodes_since) as nodes_head_slot
from networks n
  cross join lateral (select * from heads order by import_order desc limit 1) h
