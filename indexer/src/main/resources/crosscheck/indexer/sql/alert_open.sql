-- Whether an alert is open; no row when there is none.
select resolved_at is null
from alerts
where id = :id
