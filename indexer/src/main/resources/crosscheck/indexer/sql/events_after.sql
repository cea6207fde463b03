-- Of verdicts the status is enough, and of the others that are not in the log nothing is needed.
select e.id, e.type, e.input_id,
  case
    when e.type = 'block_judged' then jsonb_build_object('status', v.status)
    else coalesce(e.payload, '{}')
  end::text as payload
from event_log e
  left join verdicts v on v.input_id = e.input_id and e.type = 'block_judged'
where e.id > :after
order by e.id
limit :most
