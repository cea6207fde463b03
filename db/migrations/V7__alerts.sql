-- Alerts: what an operator should know, opened and resolved by rules over events and tables.

alter type event_type add value 'alert_opened';
alter type event_type add value 'alert_escalated';
alter type event_type add value 'alert_acknowledged';
alter type event_type add value 'alert_resolved';


-- How far each reader of events has come.
create table readers (
  name          text primary key,
  last_event_id bigint not null
);


-- Ordered: the greater, the worse.
create type alert_severity as enum ('info', 'warning', 'critical');

create table alerts (
  id               bigint generated always as identity primary key,
  rule             text not null,
  cause            text not null,
  severity         alert_severity not null,
  title            text not null,
  details          jsonb not null,
  node             text,
  opened_at        timestamptz not null,
  escalated_at     timestamptz,
  acknowledged_at  timestamptz,
  acknowledged_by  text,
  clear_since      timestamptz,
  resolved_at      timestamptz,
  last_seen_at     timestamptz not null,
  occurrence_count integer not null,
  check ((acknowledged_at is null) = (acknowledged_by is null))
);
-- One for each cause.
create unique index alerts_open on alerts (rule, cause) where resolved_at is null;
create index alerts_cause on alerts (rule, cause, id);


-- What each webhook is to be told, in order of id for each hook.
create table webhook_deliveries (
  id          bigint generated always as identity primary key,
  hook        text not null,
  event_id    bigint not null references event_log,
  body        text not null,
  state       text not null check (state in ('pending', 'delivered', 'given_up')),
  try_count   integer not null default 0,
  next_try_at timestamptz not null,
  last_error  text,
  created_at  timestamptz not null,
  ended_at    timestamptz,
  unique (hook, event_id),
  check ((state = 'pending') = (ended_at is null))
);
create index webhook_deliveries_pending on webhook_deliveries (hook, id) where state = 'pending';
create index webhook_deliveries_given_up on webhook_deliveries (ended_at) where state = 'given_up';
