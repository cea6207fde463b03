-- What judging has found out about the block itself.
update blocks
set proposer_index = :proposer_index,
  canonical = case when :never_canonical then false else canonical end
where input_id = :input_id
