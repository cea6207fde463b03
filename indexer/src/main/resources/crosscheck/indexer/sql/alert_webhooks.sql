-- Hooks that are not told for a while, or were not in the last hour.
select hook, count(*) as waiting, max(last_error) as last_error
from webhook_deliveries
where (state = 'pending' and created_at < :waiting_since)
  or (state = 'given_up' and ended_at >= :given_up_since)
group by hook
order by hook
