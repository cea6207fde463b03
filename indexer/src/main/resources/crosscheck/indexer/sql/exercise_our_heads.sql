-- Our heads: that of a time, and those that came after it, each with the time since which it could
-- be known, when its block and all that was judged before had been received. NULL: since before.
with recent as (
  select min(v.import_order) as first_order
  from verdicts v
  where v.input_id > coalesce(
    (select id from inputs where received_at <= :from order by id desc limit 1), 0)
), imports as (
  select v.import_order, max(i.received_at) over (order by v.import_order) as known_at
  from verdicts v join inputs i on i.id = v.input_id
  where v.import_order >= (select first_order from recent)
), found as (
  select m.import_order, m.known_at, c.head_input_id
  from imports m join head_changes c on c.import_order = m.import_order
  union all
  (select c.import_order, null, c.head_input_id
  from head_changes c
  where c.import_order < coalesce((select first_order from recent), 9223372036854775807)
  order by c.import_order desc
  limit 1)
)
select f.known_at, coalesce(b.slot, 0)::bigint as slot, coalesce(b.fork_id, 0) as fork_id
from found f left join blocks b on b.input_id = f.head_input_id
order by f.import_order
