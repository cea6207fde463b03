insert into running_epochs (
  head_input_id, epoch, active_gwei, source_gwei, target_gwei, head_gwei,
  previous_active_gwei, previous_source_gwei, previous_target_gwei, previous_head_gwei,
  proposer_indices, missed_slots)
values (
  :head_input_id, :epoch, :active_gwei, :source_gwei, :target_gwei, :head_gwei,
  :previous_active_gwei, :previous_source_gwei, :previous_target_gwei, :previous_head_gwei,
  :proposer_indices, :missed_slots)
on conflict (id) do update
set head_input_id = excluded.head_input_id,
  epoch = excluded.epoch,
  active_gwei = excluded.active_gwei,
  source_gwei = excluded.source_gwei,
  target_gwei = excluded.target_gwei,
  head_gwei = excluded.head_gwei,
  previous_active_gwei = excluded.previous_active_gwei,
  previous_source_gwei = excluded.previous_source_gwei,
  previous_target_gwei = excluded.previous_target_gwei,
  previous_head_gwei = excluded.previous_head_gwei,
  proposer_indices = excluded.proposer_indices,
  missed_slots = excluded.missed_slots
