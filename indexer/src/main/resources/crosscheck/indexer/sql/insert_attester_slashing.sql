insert into attester_slashings (input_id, position, validator_indices, payload)
values (:input_id, :position, :validator_indices::uint64[], :payload::jsonb)
