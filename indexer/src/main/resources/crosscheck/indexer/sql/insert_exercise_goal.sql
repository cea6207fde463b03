insert into exercise_goals (
  exercise_id, position, goal, node, client, standing, kind, limits, words, deadline_slot,
  state, seen_id, seen_count, evidence)
values (
  :exercise_id, :position, :goal, :node, :client, :standing, :kind, :limits::jsonb, :words,
  :deadline_slot, 'pending', 0, 0, '[]')
