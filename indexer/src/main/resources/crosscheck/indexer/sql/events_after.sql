select id, type, input_id, payload::text as payload
from events
where id > :after
order by id
limit :most
