-- The last slot below a bound with a block on our chain, and the first one above a slot: 0, NULL when there is none.
with recursive path as (
  select coalesce(b.fork_id, 0) as fork_id, h.head_slot as up_to
  from (select head_input_id, head_slot from heads order by import_order desc limit 1) h
    left join blocks b on b.input_id = h.head_input_id
  union all
  select f.parent_id, f.base_slot
  from path p join forks f on f.id = p.fork_id
  where f.parent_id is not null
)
select
  coalesce((select max(b.slot) from path p join blocks b on b.fork_id = p.fork_id and b.slot <= p.up_to
    where b.slot < :before), 0)::bigint as last_slot,
  (select min(b.slot) from path p join blocks b on b.fork_id = p.fork_id and b.slot <= p.up_to
    where b.slot > :above)::bigint as next_slot
