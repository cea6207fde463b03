-- What events tell of alerts. The severity is that of the event; the rest may be a little newer.
select e.id as event_id, e.type, e.happened_at, e.payload ->> 'severity' as severity,
  e.payload ->> 'title' as title, a.id, a.rule, a.cause, a.details::text as details, a.node,
  a.opened_at, a.acknowledged_at, a.acknowledged_by, a.resolved_at, a.occurrence_count,
  n.config_name, n.genesis_root
from events e
  join alerts a on a.id = (e.payload ->> 'alert_id')::bigint
  cross join networks n
where e.id = any(:event_ids)
order by e.id
