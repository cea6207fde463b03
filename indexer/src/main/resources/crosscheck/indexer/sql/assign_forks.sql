-- What judging has found out about valid blocks. Arrays of the same length.
update blocks b
set fork_id = f.fork_id, proposer_index = f.proposer_index
from unnest(:input_ids::bigint[], :fork_ids::integer[], :proposer_indices::bigint[])
  as f (input_id, fork_id, proposer_index)
where b.input_id = f.input_id
