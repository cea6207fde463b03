update exercise_goals
set state = :state, slot = :slot, decided_at = :decided_at, progress = :progress,
  reason = :reason, evidence = :evidence::jsonb
where exercise_id = :exercise_id and position = :position and state = 'pending'
