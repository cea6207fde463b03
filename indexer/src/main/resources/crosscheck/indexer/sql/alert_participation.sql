-- The latest epoch that has ended on the chain of our head; what it says of the epoch before is final.
with recursive path as (
  select coalesce(b.fork_id, 0) as fork_id, h.head_slot as up_to
  from (select head_input_id, head_slot from heads order by import_order desc limit 1) h
    left join blocks b on b.input_id = h.head_input_id
  union all
  select f.parent_id, f.base_slot
  from path p join forks f on f.id = p.fork_id
  where f.parent_id is not null
)
select e.epoch - 1 as epoch,
  e.previous_target_gwei / nullif(e.previous_active_gwei, 0) as target,
  e.previous_source_gwei / nullif(e.previous_active_gwei, 0) as source,
  e.previous_head_gwei / nullif(e.previous_active_gwei, 0) as head
from epochs e
  join blocks b on b.input_id = e.tip_input_id
  join path p on p.fork_id = b.fork_id and b.slot <= p.up_to
where e.previous_active_gwei > 0
order by e.epoch desc
limit 1
