-- Where blocks come from: what was asked for, and how it stands.

create table source_settings (
  name       text primary key,
  kind       text not null,
  node       text,
  settings   jsonb not null,
  origin     text not null check (origin in ('file', 'api')),
  changed_at timestamptz not null
);

create table source_status (
  name            text primary key references source_settings on delete cascade,
  status          text not null check (status in ('ok', 'retrying', 'stopped')),
  message         text,
  since           timestamptz not null,
  last_success_at timestamptz
) with (fillfactor = 50);


alter type event_type add value 'source_changed';
