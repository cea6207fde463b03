-- The latest alert of each of some causes.
select distinct on (cause) *
from alerts
where rule = :rule and cause = any(:causes)
order by cause, id desc
