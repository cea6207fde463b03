-- A source of the settings file, as it stands there now. Nothing when nothing has changed.
insert into source_settings as known (name, kind, node, settings, origin, changed_at)
values (:name, :kind, :node, cast(:settings as jsonb), 'file', :at)
on conflict (name) do update
  set kind = excluded.kind, node = excluded.node, settings = excluded.settings,
    origin = excluded.origin, changed_at = excluded.changed_at
  where (known.settings, known.origin) is distinct from (excluded.settings, excluded.origin)
