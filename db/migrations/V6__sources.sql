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


alter table events drop constraint events_type_check;
alter table events add constraint events_type_check
  check (type in ('block_waiting', 'block_judged', 'block_failed',
    'head_changed', 'justified_changed', 'finalized_changed',
    'fork_created', 'reorg', 'node_finalized', 'node_disagrees',
    'epoch_ended', 'offence_found', 'source_changed'));
