insert into epochs (
  tip_input_id, epoch, validator_count, slashed_count, committee_count, start_shard,
  previous_committee_count, previous_start_shard, justified_epoch, finalized_epoch,
  justification_bits, active_gwei, source_gwei, target_gwei, head_gwei,
  previous_active_gwei, previous_source_gwei, previous_target_gwei, previous_head_gwei,
  balance_gwei, lowest_balance_gwei, highest_balance_gwei,
  missed_slots, missed_proposers, crosslink_ends)
values (
  :tip_input_id, :epoch, :validator_count, :slashed_count, :committee_count, :start_shard,
  :previous_committee_count, :previous_start_shard, :justified_epoch, :finalized_epoch,
  :justification_bits, :active_gwei, :source_gwei, :target_gwei, :head_gwei,
  :previous_active_gwei, :previous_source_gwei, :previous_target_gwei, :previous_head_gwei,
  :balance_gwei, :lowest_balance_gwei, :highest_balance_gwei,
  :missed_slots, :missed_proposers, :crosslink_ends)
