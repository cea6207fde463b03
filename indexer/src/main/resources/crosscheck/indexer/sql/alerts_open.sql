-- Nobody else changes them until this transaction ends.
select *
from alerts
where resolved_at is null
order by id
for update
