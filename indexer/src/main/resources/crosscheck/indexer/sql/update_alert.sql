-- An acknowledgement is written by others; here it is only taken back.
update alerts
set severity = :severity::alert_severity, title = :title, details = :details::jsonb, node = :node,
  escalated_at = :escalated_at, clear_since = :clear_since, resolved_at = :resolved_at,
  last_seen_at = :last_seen_at, occurrence_count = :occurrence_count,
  acknowledged_at = case when :acknowledged then acknowledged_at end,
  acknowledged_by = case when :acknowledged then acknowledged_by end
where id = :id
