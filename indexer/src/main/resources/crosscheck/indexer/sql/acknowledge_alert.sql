-- Only one that is open and that nobody has acknowledged yet.
update alerts
set acknowledged_at = :at, acknowledged_by = :by
where id = :id and resolved_at is null and acknowledged_at is null
returning rule, cause, severity::text as severity, title
