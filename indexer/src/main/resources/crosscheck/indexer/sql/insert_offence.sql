insert into offences (
  kind, found_at, epoch, validator_indices, first_input_id, second_input_id, first_position,
  second_position, slashing_position, first_data, second_data, extends_id, block_root,
  operation_ssz, checked_root, refusal_check, refusal_message)
values (
  cast(:kind as offence_kind), :found_at, :epoch, cast(:validator_indices as integer[]),
  :first_input_id, :second_input_id, :first_position, :second_position, :slashing_position,
  :first_data, :second_data, :extends_id, :block_root, :operation_ssz, :checked_root,
  :refusal_check, :refusal_message)
returning id
