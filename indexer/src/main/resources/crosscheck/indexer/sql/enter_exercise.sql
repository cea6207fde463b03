-- The result of an earlier run, perhaps of another network.
insert into exercises (
  run, name, exercise, variant, machines, clients, scenario, paced_by, state, started_at,
  start_slot, deadline_slot, ended_at, end_slot, passed_count, failed_count, goal_count, report)
values (
  :run, :name, :exercise, :variant, :machines, :clients::jsonb, :scenario::jsonb, :paced_by,
  :state, :started_at, :start_slot, :deadline_slot, :ended_at, :end_slot, :passed_count,
  :failed_count, :goal_count, :report::jsonb)
on conflict (run) do nothing
