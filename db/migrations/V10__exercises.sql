-- Exercises: what a network is to reach and to keep to, and whether it did.

alter type event_type add value 'exercise_started';
alter type event_type add value 'goal_passed';
alter type event_type add value 'goal_failed';
alter type event_type add value 'exercise_ended';


-- A run of a scenario over this network, or the result of one over another network.
create table exercises (
  id            bigint generated always as identity primary key,
  run           text not null unique,
  name          text not null,
  exercise      text not null,
  variant       text not null check (variant in ('plain', 'single', 'swap', 'single-swap')),
  machines      text not null check (machines in ('single', 'several')),
  clients       jsonb not null,
  scenario      jsonb not null,
  paced_by      text not null check (paced_by in ('clock', 'chain')),
  state         text not null check (state in ('running', 'passed', 'failed')),
  started_at    timestamptz not null,
  start_slot    bigint not null,
  deadline_slot bigint not null,
  ended_at      timestamptz,
  end_slot      bigint,
  passed_count  integer not null,
  failed_count  integer not null,
  goal_count    integer not null,
  report        jsonb,
  check ((state = 'running') = (ended_at is null)),
  check ((state = 'running') = (end_slot is null))
);
create index exercises_running on exercises (id) where state = 'running';


-- What is asked of a node, or of the network: one row for each goal and node.
create table exercise_goals (
  exercise_id   bigint not null references exercises,
  position      smallint not null,
  goal          text not null,
  node          text,
  client        text,
  standing      text not null check (standing in ('goal', 'condition')),
  kind          text not null,
  limits        jsonb not null,
  words         text not null,
  deadline_slot bigint not null,
  state         text not null check (state in ('pending', 'passed', 'failed')),
  progress      text,
  seen_id       bigint not null,
  seen_count    bigint not null,
  slot          bigint,
  decided_at    timestamptz,
  reason        text,
  evidence      jsonb not null,
  primary key (exercise_id, position),
  check ((state = 'pending') = (slot is null)),
  check ((state = 'pending') = (decided_at is null)),
  check ((state = 'failed') = (reason is not null))
);


-- The events of an exercise, so that its time line is found without reading all others.
create index event_log_exercise on event_log ((payload ->> 'exercise_id'), id)
where payload ->> 'exercise_id' is not null;
