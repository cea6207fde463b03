insert into exercises (
  run, name, exercise, variant, machines, clients, scenario, paced_by, state, started_at,
  start_slot, deadline_slot, passed_count, failed_count, goal_count)
values (
  :run, :name, :exercise, :variant, :machines, :clients::jsonb, :scenario::jsonb, :paced_by,
  'running', :started_at, :start_slot, :deadline_slot, 0, 0, :goal_count)
returning id
