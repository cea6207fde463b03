insert into source_settings (name, kind, node, settings, origin, changed_at)
values (:name, :kind, :node, cast(:settings as jsonb), 'api', :at)
on conflict do nothing
