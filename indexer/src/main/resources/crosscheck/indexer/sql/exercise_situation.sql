-- Our head, and since when something waits that could be judged, or has been said and could be placed.
select coalesce(h.head_slot, 0)::bigint as head_slot,
  coalesce(b.fork_id, 0) as head_fork,
  (select max(received_at) from inputs where id = (select max(id) from inputs)) as last_received_at,
  least(
    (select min(i.received_at)
     from verdicts v join inputs i on i.id = v.input_id
     where v.status = 'unjudged' and v.waiting_for is null),
    (select min(s.observed_at)
     from node_heads s
     where s.resolution in ('new', 'waiting')
       and (s.resolution = 'new' or exists (
         select 1
         from blocks k join verdicts v on v.input_id = k.input_id
         where k.root = s.head_root and v.waiting_for is null)))) as open_since
from networks n
  left join lateral (select * from heads order by import_order desc limit 1) h on true
  left join blocks b on b.input_id = h.head_input_id
