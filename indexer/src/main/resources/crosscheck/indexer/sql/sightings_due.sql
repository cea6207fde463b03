-- Events that follow, with the inputs whose verdict is valid.
select e.id, e.happened_at,
  case when e.type = 'block_judged' then (
    select v.input_id
    from verdicts v
    where v.input_id = e.input_id and v.status = 'valid') end as valid_input_id
from event_log e
where e.id > :after
order by e.id
limit :most
