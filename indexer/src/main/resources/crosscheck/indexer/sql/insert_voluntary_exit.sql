insert into voluntary_exits (input_id, position, epoch, validator_index, payload)
values (:input_id, :position, :epoch, :validator_index, :payload::jsonb)
