-- Epochs after one on the chain of a head whose participation is final: it stands in the row of the epoch after.
with recursive path as (
  select :head_fork::integer as fork_id, :head_slot::numeric as up_to
  union all
  select f.parent_id, f.base_slot
  from path p join forks f on f.id = p.fork_id
  where f.parent_id is not null
)
select distinct on (e.epoch) e.epoch - 1 as epoch,
  e.previous_target_gwei / nullif(e.previous_active_gwei, 0) as target,
  b.canonical is true as decided
from epochs e
  join blocks b on b.input_id = e.tip_input_id
  join path p on p.fork_id = b.fork_id and b.slot <= p.up_to
where e.epoch > :after + 1 and e.previous_active_gwei > 0
order by e.epoch, b.slot desc
