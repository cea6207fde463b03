update source_status
set status = 'stopped', message = null, since = :at
where status <> 'stopped'
