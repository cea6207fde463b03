insert into proposer_slashings (input_id, position, proposer_index, payload)
values (:input_id, :position, :proposer_index, :payload::jsonb)
