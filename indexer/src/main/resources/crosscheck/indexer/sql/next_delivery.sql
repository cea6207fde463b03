-- The first that a hook has not been told.
select d.id, d.body, d.try_count, d.next_try_at, d.created_at, e.type
from webhook_deliveries d join event_log e on e.id = d.event_id
where d.hook = :hook and d.state = 'pending'
order by d.id
limit 1
