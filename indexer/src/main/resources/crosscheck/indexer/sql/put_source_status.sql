-- Nothing when the source was removed meanwhile.
insert into source_status as known (name, status, message, since, last_success_at)
select s.name, :status, :message, :at, case when :status = 'ok' then cast(:at as timestamptz) end
from source_settings s
where s.name = :name
on conflict (name) do update
  set status = excluded.status,
    message = excluded.message,
    since = case when known.status = excluded.status then known.since else excluded.since end,
    last_success_at = coalesce(excluded.last_success_at, known.last_success_at)
