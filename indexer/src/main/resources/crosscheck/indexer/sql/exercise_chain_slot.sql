-- On the chain of a head: the last slot below a bound with a block, and the first one above a slot: 0, NULL when there is none.
with recursive path as (
  select :head_fork::integer as fork_id, :head_slot::numeric as up_to
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
