update blocks
set proposer_index = :proposer_index, canonical = false
where input_id = :input_id
