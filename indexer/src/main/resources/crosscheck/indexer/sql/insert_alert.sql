insert into alerts (rule, cause, severity, title, details, node, opened_at, escalated_at,
  acknowledged_at, acknowledged_by, clear_since, resolved_at, last_seen_at, occurrence_count)
values (:rule, :cause, :severity::alert_severity, :title, :details::jsonb, :node, :opened_at,
  :escalated_at, null, null, :clear_since, :resolved_at, :last_seen_at, :occurrence_count)
returning id
